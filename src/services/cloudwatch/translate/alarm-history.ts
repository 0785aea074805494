import type { AlarmHistoryItem } from '@aws-sdk/client-cloudwatch';
import { instant } from '../../../engine/telemetry/index.ts';
import type { AlarmRow, StateRecord } from '../records/alarm.ts';
import type { HistoryRow } from '../records/alarm-history.ts';
import { shownCompositeAlarm, shownMetricAlarm } from './alarm.ts';

/** An item of the history as DescribeAlarmHistory shows it. */
export const shownHistory = ({ alarm, kind, timeMs, type, summary, data }: HistoryRow): AlarmHistoryItem => ({
  AlarmName: alarm,
  AlarmType: kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
  Timestamp: new Date(timeMs),
  HistoryItemType: type,
  HistorySummary: summary,
  HistoryData: data,
});

/** That an alarm was created, updated or deleted. */
export function configurationItem(type: 'Create' | 'Update' | 'Delete', row: AlarmRow) {
  const done = { Create: 'created', Update: 'updated', Delete: 'deleted' }[type];
  return {
    type: 'ConfigurationUpdate' as const,
    summary: `Alarm "${row.name}" ${done}`,
    data: { version: '1.0', type, [`${done}Alarm`]: configuration(row) },
  };
}

/** That an alarm changed its state. */
export const stateItem = (row: AlarmRow, previous: StateRecord) => ({
  type: 'StateUpdate' as const,
  summary: `Alarm updated from ${previous.value} to ${row.state.value}`,
  data: { version: '1.0', oldState: stateData(previous), newState: stateData(row.state) },
});

/** That an action was taken, or why not. */
export const actionItem = (row: AlarmRow, resource: string, error: string | undefined) => ({
  type: 'Action' as const,
  summary:
    error === undefined
      ? `Successfully executed action ${resource}`
      : `Failed to execute action ${resource}. Received error: "${error}"`,
  data: {
    actionState: error === undefined ? 'Succeeded' : 'Failed',
    stateUpdateTimestamp: row.state.updatedMs,
    notificationResource: resource,
    ...(error !== undefined && { error }),
  },
});

const stateData = ({ value, reason, reasonData }: StateRecord): object => ({
  stateValue: value,
  stateReason: reason,
  ...(reasonData !== undefined && { stateReasonData: parsed(reasonData) }),
});

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** Members as the history spells them: in lower case at the start, times as text. */
function configuration(row: AlarmRow): object {
  const shown = row.kind === 'metric' ? shownMetricAlarm(row) : shownCompositeAlarm(row);
  const told = Object.entries(shown).filter(([name]) => !UNTOLD.has(name));
  return lowered(Object.fromEntries(told)) as object;
}

const UNTOLD = new Set(['StateReason', 'StateReasonData', 'StateTransitionedTimestamp']);

function lowered(value: unknown): unknown {
  if (value instanceof Date) return instant(value.getTime());
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.map(([name, member]) => [lowerName(name), lowered(member)]));
}

const lowerName = (name: string): string =>
  name === 'OKActions' ? 'okactions' : name.slice(0, 1).toLowerCase() + name.slice(1);
