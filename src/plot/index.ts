export { makeDirectory } from './make-directory.ts';
export { plotSvg, writePlot } from './plot.ts';
export type { Plot } from './plot-kinds.ts';
export { ratioText, tableText } from './table.ts';
