/** Quotas of CloudWatch Logs. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */

/** Items of a describe operation when it does not say how many. */
export const DEFAULT_PAGE = 50;
/** Events of one answer, and of one PutLogEvents. */
export const MOST_EVENTS = 10_000;
/** Bytes of one answer, and of one PutLogEvents with 26 more for each event. */
export const MOST_BYTES = 1_048_576;
/** Time between the first and the last event of one PutLogEvents. */
export const BATCH_SPAN_MS = 24 * 3_600_000;
/** How far back events may lie. */
export const OLDEST_MS = 14 * 24 * 3_600_000;
/** How far ahead events may lie. */
export const NEWEST_MS = 2 * 3_600_000;
/** How long a token for the next page is good. */
export const TOKEN_MS = 24 * 3_600_000;
export const MOST_TAGS = 50;
/** Live Tail sessions at once. */
export const MOST_LIVE_TAILS = 15;
export const LIVE_TAIL_MS = 3 * 3_600_000;
/** Events in one update of a Live Tail session. */
export const LIVE_TAIL_EVENTS = 500;
/** Events kept for a Live Tail client that is slow; the oldest go first. */
export const LIVE_TAIL_BUFFER = 5_000;

/** The numbers of days that can be chosen for retention. */
export const RETENTION_DAYS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);
