import type { Point } from '../maths/series.ts';
import type { Colour } from './canvas.ts';

/** Which of the two axes of values is meant. */
export type Side = 'left' | 'right';

/** A line of a chart. */
export interface ChartLine {
  readonly label: string;
  readonly colour: Colour;
  readonly side: Side;
  /** In order of time. */
  readonly points: readonly Point[];
}

/** An axis of values. What is not given follows from the lines. */
export interface ChartAxis {
  readonly min?: number;
  readonly max?: number;
  readonly label?: string;
}

/** A line or a band across a chart. */
export interface ChartMark {
  readonly label: string | undefined;
  readonly colour: Colour;
  /** A value, or a time in milliseconds since the epoch. */
  readonly at: number;
  /** The other side of a band. */
  readonly to?: number;
  /** What of the chart is shaded: above and below a value, after and before a time. */
  readonly shade: 'more' | 'less' | 'none';
}

/** What to draw. */
export interface ChartSpec {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly title: string | undefined;
  readonly fromMs: number;
  readonly toMs: number;
  /** How far the clocks that are shown are ahead of UTC, milliseconds. */
  readonly offsetMs: number;
  readonly lines: readonly ChartLine[];
  /** Each line stands on the one before, and what is below it is filled. */
  readonly stacked: boolean;
  readonly legend: 'bottom' | 'right' | 'hidden';
  readonly axes: Readonly<Partial<Record<Side, ChartAxis>>>;
  /** Across, at values. */
  readonly horizontal: readonly (ChartMark & { readonly side: Side })[];
  /** Up and down, at times. */
  readonly vertical: readonly ChartMark[];
}
