import type { LogsOperation } from '../context.ts';
import { parseFilterPattern } from '../filter-pattern/pattern.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TestMetricFilter.html */
export const testMetricFilter: LogsOperation<'TestMetricFilter'> = ({ filterPattern, logEventMessages }) => {
  const pattern = parseFilterPattern(filterPattern);
  return {
    matches: logEventMessages.flatMap((eventMessage, index) => {
      const extractedValues = pattern.match(eventMessage);
      return extractedValues ? [{ eventNumber: index + 1, eventMessage, extractedValues }] : [];
    }),
  };
};
