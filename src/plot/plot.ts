import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { barMarks } from './bars.ts';
import { lineMarks } from './lines.ts';
import { makeDirectory } from './make-directory.ts';
import type { Plot } from './plot-kinds.ts';
import { escapeText, HEIGHT, WIDTH } from './svg.ts';

/** The plot as an SVG document. Colours are told apart by the colour-blind; marks differ as well. */
export function plotSvg(plot: Plot): string {
  const marks = plot.kind === 'lines' ? lineMarks(plot) : barMarks(plot);
  const note = plot.note ? `<text x="24" y="50" class="note">${escapeText(plot.note)}</text>` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">
<title>${escapeText(plot.title)}</title>
<style>
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-size: 16px; font-weight: 600; fill: #111 }
.note, .tick { fill: #666 }
.tick { font-size: 11px }
.grid { stroke: #e4e4e4 }
.axis { stroke: #888 }
</style>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="24" y="30" class="title">${escapeText(plot.title)}</text>
${note}
${marks}
</svg>
`;
}

/** Writes the plot to `directory`, made when it is missing; answers the file. */
export async function writePlot(directory: string, name: string, plot: Plot): Promise<string> {
  await makeDirectory(directory);
  const file = join(directory, `${name}.svg`);
  await writeFile(file, plotSvg(plot));
  return file;
}
