/** What plots have in common. */
interface PlotFacts {
  readonly title: string;
  /** What was measured and on what, in one line under the title. */
  readonly note?: string;
  /** With its unit, e.g. `requests/s`. */
  readonly yLabel: string;
}

/** Values over a number, e.g. requests a second by connections. */
export interface LinePlot extends PlotFacts {
  readonly kind: 'lines';
  readonly xLabel: string;
  /** Default linear. `log2` spaces 1, 2, 4, 8 ... evenly. */
  readonly xScale?: 'linear' | 'log2';
  /** Default linear, from zero. */
  readonly yScale?: 'linear' | 'log10';
  readonly series: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

/** Values by name, in groups, e.g. start-up times of several programs. */
export interface BarPlot extends PlotFacts {
  readonly kind: 'bars';
  /** A group of bars for each. */
  readonly groups: readonly string[];
  /** A value for each group; undefined leaves a gap. */
  readonly series: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
}

/** A plot of one benchmark. */
export type Plot = LinePlot | BarPlot;
