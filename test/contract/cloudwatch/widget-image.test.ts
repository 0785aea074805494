import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { crc32, inflateSync } from 'node:zlib';
import { GetMetricWidgetImageCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { run, without } from '../../other-clients.ts';
import { type CloudWatchStack, openCloudWatchStack } from './stack.ts';

let stack: CloudWatchStack;
const MINUTE_MS = 60_000;
const base = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 60 * MINUTE_MS;

before(async () => {
  stack = await openCloudWatchStack();
  const MetricData = ['one', 'two'].flatMap((name, index) =>
    Array.from({ length: 60 }, (_, minute) => ({
      MetricName: 'Requests',
      Dimensions: [{ Name: 'Host', Value: name }],
      Value: 100 * (index + 1) + 40 * Math.sin(minute / 6),
      Timestamp: new Date(base + minute * MINUTE_MS),
    })),
  );
  await stack.client.send(new PutMetricDataCommand({ Namespace: 'N', MetricData }));
});
after(() => stack[Symbol.asyncDispose]());

/** The pixels of a picture that was written without filters. */
function pixels(png: Buffer) {
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    assert.equal(png.readUInt32BE(at + 8 + length), crc32(body));
    if (body.toString('latin1', 0, 4) === 'IDAT') data.push(body.subarray(4));
    at += 12 + length;
  }
  const rows = inflateSync(Buffer.concat(data));
  const counts = new Map<string, number>();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3;
      const colour = rows.toString('hex', at, at + 3);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  return { width, height, of: (colour: string) => counts.get(colour) ?? 0 };
}

const metric = ['N', 'Requests', 'Host', 'one'];
const draw = async (widget: object, more: object = {}) => {
  const command = new GetMetricWidgetImageCommand({ MetricWidget: JSON.stringify(widget), ...more });
  const { MetricWidgetImage } = await stack.client.send(command);
  return pixels(Buffer.from(MetricWidgetImage as Uint8Array));
};

test('lines, a legend and marks in the colours asked for', async () => {
  const picture = await draw({
    metrics: [
      metric,
      ['...', 'two', { color: '#00f' }],
      [{ expression: 'SUM(METRICS())', label: 'all', yAxis: 'right' }],
    ],
    period: 60,
    title: 'Requests by host',
    yAxis: { left: { min: 0, label: 'per minute' } },
    annotations: {
      horizontal: [{ value: 150, label: 'target', color: '#ff00ff' }],
      vertical: [{ value: new Date(base + 20 * MINUTE_MS).toISOString(), label: 'deploy' }],
    },
  });
  assert.deepEqual([picture.width, picture.height], [600, 400]);
  for (const colour of ['1f77b4', '0000ff', '2ca02c', 'ff00ff']) {
    assert.ok(picture.of(colour) > 100, `${colour}: ${picture.of(colour)}`);
  }
});

test('what is hidden is not drawn; an empty metric has an empty graph', async () => {
  const hidden = await draw({
    metrics: [[...metric, { visible: false, id: 'm1' }], [{ expression: 'm1 * 2' }]],
    width: 300,
    height: 200,
  });
  assert.deepEqual([hidden.width, hidden.height], [300, 200]);
  assert.ok(hidden.of('1f77b4') > 50);
  assert.equal(hidden.of('ff7f0e'), 0);
  const empty = await draw({ metrics: [['N', 'Nothing']], legend: { position: 'hidden' }, start: '-PT1H' });
  assert.equal(empty.of('1f77b4'), 0);
});

test('a stack covers more than its lines', async () => {
  const widget = {
    metrics: [metric, ['...', 'two']],
    period: 60,
    start: '-PT1H',
    legend: { position: 'right' },
  };
  const lines = await draw(widget);
  const stacked = await draw({ ...widget, stacked: true });
  assert.ok(stacked.of('ffffff') < 0.7 * lines.of('ffffff'));
});

test('widgets that cannot be read or drawn are refused', async () => {
  const refused = (widget: object | string, name: string, message: RegExp) =>
    assert.rejects(
      stack.client.send(
        new GetMetricWidgetImageCommand({
          MetricWidget: typeof widget === 'string' ? widget : JSON.stringify(widget),
        }),
      ),
      { name, message },
    );
  const invalid = (widget: object | string, why: RegExp) => refused(widget, 'ValidationException', why);
  await invalid('{', /it is not JSON/);
  await invalid({}, /from 1 to 100 metrics/);
  await invalid({ metrics: [['N']] }, /metrics\[0\] must have a namespace/);
  await invalid({ metrics: [['.', 'm']] }, /repeats what is not there/);
  await invalid({ metrics: [metric], width: 2001 }, /width must be a whole number from 1 to 2000/);
  await invalid({ metrics: [metric], start: 'noon' }, /noon is no time/);
  await invalid({ metrics: [metric], start: '-PT1H', end: '-PT2H' }, /start must be before end/);
  await invalid({ metrics: [metric], colour: 'red' }, /MetricWidget.colour is not known/);
  await invalid({ metrics: [[{ expression: 'm1 +' }]] }, /Invalid syntax/);
  await refused({ metrics: [metric], view: 'pie' }, 'NotImplemented', /view pie/);
  await assert.rejects(draw({ metrics: [metric] }, { OutputFormat: 'image/png' }), {
    name: 'NotImplemented',
  });
});

test('a picture through boto3 and the AWS CLI', { skip: without.boto3 || without.cli }, async () => {
  const widget = JSON.stringify({ metrics: [metric], period: 60 });
  const env = { env: stack.identity.env() };
  const cli = await run(
    'aws',
    [
      'cloudwatch',
      'get-metric-widget-image',
      '--metric-widget',
      widget,
      '--query',
      'MetricWidgetImage',
      '--output',
      'text',
    ],
    env,
  );
  assert.ok(pixels(Buffer.from(cli.stdout, 'base64')).of('1f77b4') > 100);
  const program =
    'import boto3, sys; sys.stdout.buffer.write(boto3.client("cloudwatch").get_metric_widget_image(MetricWidget=sys.argv[1])["MetricWidgetImage"].hex().encode())';
  const boto3 = await run('python3', ['-c', program, widget], env);
  assert.ok(pixels(Buffer.from(boto3.stdout, 'hex')).of('1f77b4') > 100);
});
