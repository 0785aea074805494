/** What names a metric. Dimensions are a set: their order means nothing, and every set of them is a metric of its own. */
export interface Metric {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** What is kept together: the values of one metric in one unit at one resolution. */
export interface SeriesName extends Metric {
  readonly unit: string;
  /** Seconds. */
  readonly resolution: 1 | 60;
}

/** The dimensions as text, the same for the same set. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  const names = Object.keys(dimensions);
  if (names.length > 1) names.sort();
  return JSON.stringify(names.map((name) => [name, dimensions[name]]));
}

/** The dimensions of {@link dimensionsText}, in the order of their names. */
export function dimensionsOf(text: string): Record<string, string> {
  return Object.fromEntries(JSON.parse(text) as [string, string][]);
}

/** A series as a sample names it. */
export interface Sampled extends Metric {
  readonly unit: string;
  /** Seconds; default 60. */
  readonly resolution?: 1 | 60;
}

/** Whether a sample with the dimensions of `series` is of that series, at whatever resolution. */
export function isOf(series: SeriesName, sample: Sampled): boolean {
  return (
    series.name === sample.name &&
    series.unit === sample.unit &&
    series.namespace === sample.namespace &&
    series.account === sample.account &&
    series.region === sample.region
  );
}

/** A key for a series as a sample names it: quick to make, but another one for another order of the dimensions. */
export function roughKey(series: Sampled): string {
  let key = `${series.account}\0${series.region}\0${series.namespace}\0${series.name}\0${series.unit}\0${series.resolution ?? 60}`;
  for (const name in series.dimensions) key += `\0${name}\0${series.dimensions[name]}`;
  return key;
}
