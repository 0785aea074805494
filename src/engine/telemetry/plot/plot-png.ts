import type { ChartSpec } from './chart-spec.ts';

/** Draws a chart of lines over time, as PNG. What draws is loaded for the first one: the start of the server does not wait for it. */
export async function plotPng(spec: ChartSpec): Promise<Buffer> {
  const { drawPng } = await import('./plot.ts');
  return drawPng(spec);
}
