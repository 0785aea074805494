export { plotSvg, writePlot } from './plot.ts';
export type { BarPlot, LinePlot, Plot } from './plot-kinds.ts';
export { type Column, numberText, ratioText, type Table, tableText } from './table.ts';
