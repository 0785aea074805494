import type { Metric } from '../metrics/metric.ts';

/** What to call metrics that stand side by side: by what they differ in, be it the name, the namespace or the value of a dimension. */
export function labelsApart(metrics: readonly Metric[]): string[] {
  const differ = (of: (metric: Metric) => string | undefined): boolean => new Set(metrics.map(of)).size > 1;
  const dimensions = [...new Set(metrics.flatMap((metric) => Object.keys(metric.dimensions)))].filter(
    (name) => differ((metric) => metric.dimensions[name]),
  );
  const byName = differ(({ name }) => name);
  const byNamespace = differ(({ namespace }) => namespace);
  return metrics.map((metric) => {
    const values = dimensions.flatMap((name) => metric.dimensions[name] ?? []);
    const parts = [...(byNamespace ? [metric.namespace] : []), ...values, ...(byName ? [metric.name] : [])];
    return parts.length > 0 ? parts.join(' ') : metric.name;
  });
}
