/**
 * The order in which CloudWatch looks for a unit when a question about one series names none: the first that has values answers.
 * As LocalStack's AWS-validated tests observed it, 2024.
 */
const ORDER: readonly string[] = [
  'Megabits',
  'Terabits',
  'Gigabits',
  'Count',
  'Bytes',
  'Gigabytes',
  'Gigabytes/Second',
  'Kilobytes',
  'Kilobits/Second',
  'Terabytes',
  'Terabits/Second',
  'Bytes/Second',
  'Percent',
  'Megabytes',
  'Megabits/Second',
  'Milliseconds',
  'Microseconds',
  'Kilobytes/Second',
  'Gigabits/Second',
  'Megabytes/Second',
  'Bits',
  'Bits/Second',
  'Count/Second',
  'Seconds',
  'Kilobits',
  'Terabytes/Second',
  'None',
];

/** The one of several series, by unit, that answers a question that names no unit. */
export const firstOfUnits = <Series extends { readonly unit: string }>(
  series: readonly Series[],
): Series | undefined => series.toSorted((a, b) => ORDER.indexOf(a.unit) - ORDER.indexOf(b.unit))[0];
