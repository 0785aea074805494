import type { Metric } from '../../metrics/metric.ts';
import type { SearchCondition, SearchQuery, SearchTerm } from './search-query.ts';
import { isIn, searchTokens } from './search-tokens.ts';

/**
 * Whether a search finds a metric.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function matches({ schema, condition }: SearchQuery, metric: Metric): boolean {
  if (schema) {
    if (schema.namespace !== metric.namespace) return false;
    const { dimensions } = schema;
    if (dimensions.length > 0 && !isExactly(dimensions, Object.keys(metric.dimensions))) return false;
  }
  return !condition || holds(condition, metric);
}

const isExactly = (wanted: readonly string[], found: readonly string[]): boolean =>
  wanted.length === found.length && wanted.every((name) => found.includes(name));

function holds(condition: SearchCondition, metric: Metric): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.of.every((one) => holds(one, metric));
    case 'or':
      return condition.of.some((one) => holds(one, metric));
    case 'not':
      return !holds(condition.of, metric);
    case 'term':
      return placesOf(condition, metric).some((place) =>
        condition.exactly ? place === condition.text : isIn(condition.tokens, searchTokens(place)),
      );
  }
}

function placesOf({ property }: SearchTerm, metric: Metric): string[] {
  const { namespace, name, dimensions, account } = metric;
  switch (property) {
    case undefined:
      return [namespace, name, ...Object.keys(dimensions), ...Object.values(dimensions)];
    case 'Namespace':
      return [namespace];
    case 'MetricName':
      return [name];
    case ':aws.AccountId':
      return [account];
    default: {
      const value = dimensions[property];
      return value === undefined ? [] : [value];
    }
  }
}
