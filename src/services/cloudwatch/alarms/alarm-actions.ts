import { type Clock, type Logger, sleep } from '../../../kit/index.ts';
import { Fault, type InsideClient } from '../../../wire/index.ts';
import { actionsOf, type AlarmRow, type Owner, type StateRecord } from '../records/alarm.ts';
import type { AlarmHistory } from '../records/alarm-history.ts';
import { alarmEvent } from '../translate/alarm-event.ts';
import { actionItem } from '../translate/alarm-history.ts';

/** What a scaling policy is told by an alarm that names it as an action. */
export interface ScalingAction {
  /** The policy's. */
  readonly actionArn: string;
  readonly alarmArn: string;
  readonly alarmName: string;
  readonly account: string;
  readonly region: string;
  readonly state: StateRecord['value'];
  readonly previousState: StateRecord['value'];
  readonly reason: string;
  readonly timeMs: number;
  /** The alarm did not change its state: it is still in it. */
  readonly repeated: boolean;
}

/** What actions are taken with. */
export interface ActionParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly inside: InsideClient;
  readonly history: AlarmHistory;
  /** Takes actions that are scaling policies; throws when nobody is there. */
  readonly alarmActions: (action: ScalingAction) => void;
  background(name: string, work: Promise<void>): void;
}

const LAMBDA_PRINCIPAL = 'lambda.alarms.cloudwatch.amazonaws.com';
/** A function that takes no event now is asked again after so long, and so often. */
const RETRY_MS = 1_000;
const MOST_TRIES = 5;

/** Does what alarms name as actions, and writes down what came of it. */
export class AlarmActions {
  readonly #parts: ActionParts;

  constructor(parts: ActionParts) {
    this.#parts = parts;
  }

  /** Takes the actions of the state an alarm has just taken. */
  transitioned(owner: Owner, row: AlarmRow, previous: StateRecord): void {
    if (!row.actionsEnabled) return;
    for (const arn of actionsOf(row)) {
      if (isScaling(arn)) this.#record(owner, row, arn, this.#scale(owner, row, previous.value, arn, false));
      else if (isFunction(arn)) this.#invoke(owner, row, previous, arn);
      else this.#record(owner, row, arn, `Actions of ${arn.split(':')[2]} are recorded only.`);
    }
  }

  /** Tells scaling policies once more, as CloudWatch does as long as an alarm stays in its state. */
  remained(owner: Owner, row: AlarmRow): void {
    if (!row.actionsEnabled) return;
    for (const arn of actionsOf(row)) {
      if (isScaling(arn)) this.#scale(owner, row, row.state.value, arn, true);
    }
  }

  /** Answers what went wrong. */
  #scale(
    { account, region }: Owner,
    { arn, name, state }: AlarmRow,
    previousState: StateRecord['value'],
    actionArn: string,
    repeated: boolean,
  ): string | undefined {
    const { clock, log, alarmActions } = this.#parts;
    try {
      alarmActions({
        actionArn,
        alarmArn: arn,
        alarmName: name,
        account,
        region,
        state: state.value,
        previousState,
        reason: state.reason,
        timeMs: clock.now(),
        repeated,
      });
      return undefined;
    } catch (error) {
      if (!repeated) log.warn({ error, alarm: arn, action: actionArn }, 'a scaling action was not taken');
      return (error as Error).message;
    }
  }

  #invoke(owner: Owner, row: AlarmRow, previous: StateRecord, functionArn: string): void {
    const event = Buffer.from(JSON.stringify(alarmEvent(owner, row, previous)));
    const work = this.#sendEvent(owner, row, functionArn, event).then((error) =>
      this.#record(owner, row, functionArn, error),
    );
    this.#parts.background(`the action of alarm ${row.name}`, work);
  }

  /** Answers what went wrong. */
  async #sendEvent(
    owner: Owner,
    row: AlarmRow,
    functionArn: string,
    event: Uint8Array,
  ): Promise<string | undefined> {
    const { inside, clock } = this.#parts;
    for (let tries = 1; ; tries++) {
      try {
        await inside.call({
          service: 'lambda',
          operation: 'Invoke',
          input: { FunctionName: functionArn, InvocationType: 'Event', Payload: event },
          caller: {
            kind: 'service',
            account: owner.account,
            arn: LAMBDA_PRINCIPAL,
            userId: LAMBDA_PRINCIPAL,
            sourceArn: row.arn,
          },
          region: functionArn.split(':')[3] ?? owner.region,
        });
        return undefined;
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        const again = (error.status === 429 || error.status >= 500) && error.status !== 501;
        if (!again || tries === MOST_TRIES) return error.message;
        await sleep(clock, RETRY_MS);
      }
    }
  }

  #record(owner: Owner, row: AlarmRow, resource: string, error: string | undefined): void {
    this.#parts.history.add(owner, row, actionItem(row, resource, error));
  }
}

const isScaling = (arn: string): boolean => /^arn:[^:]+:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(arn);

const isFunction = (arn: string): boolean => /^arn:[^:]+:lambda:[^:]*:[^:]*:function:/.test(arn);
