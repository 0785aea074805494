/** How the values of several periods become one. */
export type Aggregation = 'Minimum' | 'Maximum' | 'Average';

/** Values put together as a step policy says; undefined where there are none. */
export function aggregate(
  values: readonly number[],
  aggregation: Aggregation = 'Average',
): number | undefined {
  if (values.length === 0) return undefined;
  if (aggregation === 'Minimum') return Math.min(...values);
  if (aggregation === 'Maximum') return Math.max(...values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
