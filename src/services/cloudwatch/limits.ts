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
/** Alarms of an account in a Region. @see https://docs.aws.amazon.com/general/latest/gr/cw_region.html */
export const MOST_ALARMS = 5000;
/** Alarms of one answer of DescribeAlarms, and items of one of DescribeAlarmHistory, when no number is asked for. */
export const ALARMS_PAGE = 50;
/** Tags of an alarm. */
export const MOST_TAGS = 50;
/** Composite alarms that one DeleteAlarms may name. */
export const MOST_COMPOSITES_DELETED = 1;
/** Alarms that the rule of a composite alarm may name. */
export const MOST_CHILDREN = 100;
/** Alarms, constants and parentheses of a rule. */
export const MOST_ELEMENTS = 500;
/** Composite alarms that may name one alarm. */
export const MOST_PARENTS = 150;
/** Metrics of an alarm on an expression. */
export const MOST_ALARM_METRICS = 10;
/** The history of alarms is kept so long. */
export const HISTORY_KEPT_MS = 30 * 24 * 3_600_000;
/** Items of the history of one alarm that are kept; ours, AWS names no number. */
export const MOST_HISTORY = 100;
/** Characters of an item's data. */
export const MOST_HISTORY_DATA = 4095;
