import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { plotSvg, ratioText, tableText, writePlot } from './index.ts';

test('a table aligns its columns and keeps three figures', () => {
  const text = tableText({
    title: 'Whole path',
    columns: [
      { name: 'what' },
      { name: 'requests/s' },
      { name: 'p50 ms' },
      { name: 'of the floor', align: 'right' },
    ],
    rows: [
      ['floor', 1580.4, 4.512, ratioText(1580.4, 1580.4)],
      ['postern', 1234, 0.5, ratioText(1234, 1580.4)],
      ['nothing', undefined, undefined, ratioText(undefined, 1)],
    ],
  });
  assert.equal(
    text,
    [
      'Whole path',
      '',
      'what     requests/s  p50 ms  of the floor',
      '-------  ----------  ------  ------------',
      'floor         1,580    4.51         1.00x',
      'postern       1,234   0.500         0.78x',
      'nothing           -       -             -',
      '',
    ].join('\n'),
  );
  assert.deepEqual([ratioText(57, 5), ratioText(500, 2), ratioText(1, 0)], ['11.4x', '250x', '-']);
});

/** The points of the polylines of a plot, as numbers. */
function polylines(svg: string): number[][][] {
  assert.equal(XMLValidator.validate(svg), true);
  const found = new XMLParser({ ignoreAttributes: false }).parse(svg).svg.polyline;
  return [found]
    .flat()
    .map((line) => line['@_points'].split(' ').map((point: string) => point.split(',').map(Number)));
}

test('a line plot is well-formed and puts values where they belong', () => {
  const svg = plotSvg({
    kind: 'lines',
    title: 'a < b & "c"',
    xLabel: 'connections',
    yLabel: 'requests/s',
    xScale: 'log2',
    series: [
      {
        name: 'postern',
        points: [
          [1, 500],
          [8, 1000],
          [32, 2000],
        ],
      },
      {
        name: 'floor',
        points: [
          [1, 0],
          [32, 0],
        ],
      },
    ],
  });
  const [one, zero] = polylines(svg);
  assert.deepEqual(
    one?.map(([x]) => x),
    [72, 364.8, 560],
    'the fifth power of two is at the right end',
  );
  assert.deepEqual(
    one?.map(([, y]) => y),
    [303, 226, 72],
    'twice the value is twice as high',
  );
  assert.deepEqual(
    zero?.map(([, y]) => y),
    [380, 380],
  );
});

test('plots are written to files, also of bars, of powers of ten, and of nothing', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-plots-'));
  try {
    const file = await writePlot(join(directory, 'results'), 'start', {
      kind: 'bars',
      title: 'Start',
      note: 'two processors',
      yLabel: 'ms',
      groups: ['postern', 'other'],
      series: [
        { name: 'cold', values: [300, undefined] },
        { name: 'warm', values: [3, 1500] },
      ],
    });
    const svg = await readFile(file, 'utf8');
    assert.equal(XMLValidator.validate(svg), true);
    assert.equal(svg.match(/1\.5k</g)?.length, 2, 'on the axis and on its bar');
  } finally {
    await rm(directory, { recursive: true });
  }
  const [decades] = polylines(
    plotSvg({
      kind: 'lines',
      title: 't',
      xLabel: 'x',
      yLabel: 'y',
      yScale: 'log10',
      series: [
        {
          name: 'n',
          points: [
            [0, 1],
            [1, 10],
            [2, 100],
          ],
        },
      ],
    }),
  );
  assert.deepEqual(
    decades?.map(([, y]) => y),
    [380, 226, 72],
  );
  assert.equal(
    XMLValidator.validate(plotSvg({ kind: 'bars', title: 't', yLabel: 'y', groups: [], series: [] })),
    true,
  );
});
