export { plotSvg, writePlot } from './plot.ts';
export { ratioText, tableText } from './table.ts';
