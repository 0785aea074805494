import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmRow, CompositeAlarmRow, MetricAlarmRow } from '../records/alarm.ts';

/** A metric alarm as DescribeAlarms shows it. */
export function shownMetricAlarm(row: MetricAlarmRow): MetricAlarm {
  return { ...shownCommon(row), ...row.settings };
}

/** A composite alarm as DescribeAlarms shows it. */
export function shownCompositeAlarm(row: CompositeAlarmRow): CompositeAlarm {
  const { suppressor, suppression } = row;
  return {
    ...shownCommon(row),
    AlarmRule: row.rule,
    ...(suppression && { ActionsSuppressedBy: suppression.by, ActionsSuppressedReason: suppression.reason }),
    ...(suppressor && {
      ActionsSuppressor: suppressor.alarm,
      ActionsSuppressorWaitPeriod: suppressor.waitSeconds,
      ActionsSuppressorExtensionPeriod: suppressor.extensionSeconds,
    }),
  };
}

function shownCommon(row: AlarmRow) {
  const { state } = row;
  return {
    AlarmName: row.name,
    AlarmArn: row.arn,
    ...(row.description !== undefined && { AlarmDescription: row.description }),
    AlarmConfigurationUpdatedTimestamp: new Date(row.configuredMs),
    ActionsEnabled: row.actionsEnabled,
    OKActions: [...row.okActions],
    AlarmActions: [...row.alarmActions],
    InsufficientDataActions: [...row.insufficientDataActions],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedMs),
    StateTransitionedTimestamp: new Date(state.transitionedMs),
  };
}
