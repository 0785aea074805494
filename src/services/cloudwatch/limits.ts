/** Quotas of CloudWatch. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */

/** Metrics in one PutMetricData. */
export const MOST_DATA = 1000;
/** Different values of one datum. */
export const MOST_VALUES = 150;
/** Values lie between this and its negative. */
export const LARGEST_VALUE = 2 ** 360;
/** How far back a value may lie. */
export const OLDEST_MS = 14 * 24 * 3_600_000;
/** How far ahead a value may lie. */
export const NEWEST_MS = 2 * 3_600_000;
/** Bytes of one PutMetricData. */
export const MOST_PUT_BYTES = 1_048_576;
/** Queries of one GetMetricData. */
export const MOST_QUERIES = 500;
/** Data points of one answer of GetMetricData. */
export const MOST_DATAPOINTS = 100_800;
/** Data points of one GetMetricStatistics. */
export const MOST_STATISTICS = 1440;
/** Metrics of one answer of ListMetrics. */
export const METRICS_PAGE = 500;
/** A metric without a value for longer is not listed. */
export const LISTED_MS = 14 * 24 * 3_600_000;
/** What `RecentlyActive` means by `PT3H`. */
export const RECENT_MS = 3 * 3_600_000;
