import type { AlarmState, Comparison, Datapoint, RealDatapoint, ThresholdSettings } from './alarm.ts';
import { dayAndTime, decimal, instant } from './spelling.ts';

/** What came out, and of what. */
export interface Judged {
  readonly state: AlarmState;
  /** The evaluation range, the newest first. */
  readonly datapoints: readonly Datapoint[];
  /** Those that were judged, the newest first; at most N. */
  readonly real: readonly RealDatapoint[];
  /** Those of them that speak for the state. */
  readonly crossed: readonly RealDatapoint[];
  readonly nowMs: number;
}

/** From so many on, datapoints are told in a sentence of their own, and no more than so many. */
const MANY = 5;
/** CloudWatch's limit of `StateReasonData`, characters. */
const MOST_DATA = 4000;

const PHRASES: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** Why an alarm took a state, as CloudWatch says it: `Threshold Crossed: 1 datapoint [3.0 (01/01/26 00:00:00)] was greater than ...`. */
export function reasonOf(settings: ThresholdSettings, { state, real, crossed }: Judged): string {
  const { evaluationPeriods, missing } = settings;
  const filled = evaluationPeriods - real.length;
  if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${counted(filled, 'datapoint')} unknown.`;
  const told = filled > 0 && (missing === 'breaching' || missing === 'notBreaching');
  const treated = missing === 'breaching' ? 'Breaching' : 'NonBreaching';
  const gaps = told ? ` and ${counted(filled, 'missing datapoint')} treated as [${treated}]` : '';
  if (crossed.length === 0) {
    const received = real.length === 0 ? 'no datapoints were' : counted(real.length, 'datapoint');
    return `Threshold Crossed: ${received} received for ${plural(evaluationPeriods, 'period')}${gaps}.`;
  }
  return `Threshold Crossed: ${crossing(settings, state, crossed)}${gaps}${transition(settings, state)}.`;
}

function crossing(
  { comparison, threshold, datapointsToAlarm, evaluationPeriods }: ThresholdSettings,
  state: AlarmState,
  crossed: readonly RealDatapoint[],
): string {
  const count = crossed.length;
  const subject =
    datapointsToAlarm === undefined
      ? plural(count, 'datapoint')
      : `${count} out of the last ${evaluationPeriods} datapoints`;
  const verb = count === 1 ? 'was' : 'were';
  const stand = `${verb} ${state === 'ALARM' ? '' : 'not '}${PHRASES[comparison]} the threshold (${decimal(threshold)})`;
  const shown = crossed
    .slice(0, MANY)
    .map(({ value, startMs }) => `${decimal(value)} (${dayAndTime(startMs)})`);
  const list = `[${shown.join(', ')}]`;
  return count < MANY
    ? `${subject} ${list} ${stand}`
    : `${subject} ${stand}. The most recent datapoints which crossed the threshold: ${list}`;
}

function transition({ datapointsToAlarm, evaluationPeriods }: ThresholdSettings, state: AlarmState): string {
  if (datapointsToAlarm === undefined) return '';
  return state === 'ALARM'
    ? ` (minimum ${plural(datapointsToAlarm, 'datapoint')} for OK -> ALARM transition)`
    : ` (minimum ${plural(evaluationPeriods - datapointsToAlarm + 1, 'datapoint')} for ALARM -> OK transition)`;
}

const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;

const counted = (count: number, thing: string): string =>
  `${plural(count, thing)} ${count === 1 ? 'was' : 'were'}`;

/** The reason as JSON, numbers written as CloudWatch writes them. */
export function reasonDataOf(settings: ThresholdSettings, { datapoints, real, nowMs }: Judged): string {
  const { periodSeconds, statistic, unit, threshold, evaluationPeriods } = settings;
  const oldest = real.at(-1);
  const text = (name: string, value: string | undefined) =>
    value === undefined ? [] : [`"${name}":${JSON.stringify(value)}`];
  const members = [
    '"version":"1.0"',
    `"queryDate":"${instant(nowMs)}"`,
    ...text('startDate', oldest && instant(oldest.startMs)),
    ...text('unit', unit),
    ...text('statistic', statistic),
    `"period":${periodSeconds}`,
    `"recentDatapoints":[${real
      .toReversed()
      .map(({ value }) => decimal(value))
      .join()}]`,
    `"threshold":${decimal(threshold)}`,
  ];
  const gaps = datapoints.filter(({ value }) => value === undefined);
  const evaluated = [...real, ...gaps.slice(0, evaluationPeriods - real.length)]
    .sort((a, b) => b.startMs - a.startMs)
    .map(evaluatedDatapoint);
  const whole = () => `{${members.join()},"evaluatedDatapoints":[${evaluated.join()}]}`;
  while (whole().length > MOST_DATA && evaluated.length > 0) evaluated.pop();
  return whole();
}

function evaluatedDatapoint({ startMs, value, sampleCount }: Datapoint): string {
  const count = sampleCount === undefined ? '' : `,"sampleCount":${decimal(sampleCount)}`;
  return `{"timestamp":"${instant(startMs)}"${value === undefined ? '' : `${count},"value":${decimal(value)}`}}`;
}
