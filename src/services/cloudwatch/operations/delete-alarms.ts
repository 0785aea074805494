import type { CloudWatchOperation } from '../context.ts';
import { validation } from '../faults.ts';
import { MOST_COMPOSITES_DELETED } from '../limits.ts';

/**
 * Names of no alarm do not matter.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export const deleteAlarms: CloudWatchOperation<'DeleteAlarms'> = ({ AlarmNames }, { alarms, call }) => {
  const names = new Set(AlarmNames);
  const rows = [...names].flatMap((name) => alarms.book.get(call, name) ?? []);
  if (rows.filter(({ kind }) => kind === 'composite').length > MOST_COMPOSITES_DELETED) {
    throw validation('Cannot delete more than one composite alarm in one request');
  }
  for (const { name } of rows) {
    const parents = [...alarms.book.parentsOf(call, name), ...alarms.book.suppressedBy(call, name)];
    if (parents.length > 0) {
      throw validation(`Cannot delete ${name} as there are composite alarm(s) depending on it.`);
    }
  }
  for (const row of rows) alarms.delete(call, row);
  return {};
};
