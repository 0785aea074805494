import type { Alarms } from './alarms/alarms.ts';
import { notTaggable } from './faults.ts';
import { alarmNameOf, type AlarmRow, type Owner } from './records/alarm.ts';

/** The alarm an ARN names; of what CloudWatch tags nothing else is built. @throws Fault ResourceNotFoundException */
export function taggedAlarm(arn: string, alarms: Alarms, owner: Owner): AlarmRow {
  const name = arn.startsWith('arn:') ? alarmNameOf(owner, arn) : undefined;
  const row = name === undefined ? undefined : alarms.book.get(owner, name);
  if (!row) throw notTaggable(arn);
  return row;
}
