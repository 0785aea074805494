import { type Endpoints, endpointId, type Rollout } from '../../../../engine/endpoints/index.ts';
import type { Clock, Logger } from '../../../../kit/index.ts';
import type { Collection, Records } from '../../../../store/index.ts';
import type { InsideClient } from '../../../../wire/index.ts';
import { keyOf, type Place } from '../../arns.ts';
import { failureReasons } from '../../faults.ts';
import { FAILURE_REASON_LENGTH } from '../../limits.ts';
import {
  advance,
  type Deployment,
  type EndpointRow,
  type RolloutProgress,
  withChanges,
} from '../../records/endpoint.ts';
import type { Fleets } from '../fleets.ts';
import { HostingFailure } from '../model-data.ts';
import { alarmsInAlarm } from './alarms.ts';
import { planOf, type RolloutPlan } from './plan.ts';
import { advanceRollout, instancesAt, type RolloutRun, revertRollout } from './run.ts';
import { failureReasonOf, type Setback } from './setback.ts';
import { RolloutWatch } from './watch.ts';

/** What deployments are carried out with. */
export interface UpdatesOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly engine: Endpoints;
  readonly endpoints: Collection<EndpointRow>;
  readonly fleets: Fleets;
  readonly inside: InsideClient;
  readonly timeScale: number;
  readonly closing: AbortSignal;
}

/** A rollout that could be neither finished nor rolled back, and its new deployment. */
interface Stuck {
  readonly rollout: Rollout;
  readonly next: Deployment;
}

/** Carries out deployments: lets the `next` deployment of an endpoint take the place of the `current` one. */
export class Updates {
  readonly #options: UpdatesOptions;
  /** Rollouts whose rollback failed: both of their fleets serve. */
  readonly #stuck = new Map<string, Stuck>();

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /** Goes through the deployment of an endpoint that is `Creating` or `Updating`; its record says how it ends. */
  async carryOut(place: Place, name: string): Promise<void> {
    const id = endpointId(place, name);
    const collapsed = this.#collapse(place, name, id);
    const row = this.#records(place).get(keyOf(name));
    if (row?.next) {
      const { next } = row;
      const rollout = await new Update(this.#options, place, row, next).run();
      if (rollout) this.#stuck.set(id, { rollout, next });
    }
    await collapsed;
  }

  /** Forgets an endpoint that goes; answers what runs of it and is not in its record. */
  forget(place: Place, name: string): Deployment | undefined {
    const id = endpointId(place, name);
    const stuck = this.#stuck.get(id);
    this.#stuck.delete(id);
    return stuck?.next;
  }

  /**
   * Of the two fleets that a failed rollback left, the one with more instances in service goes on serving, from this
   * moment on. Resolves when nothing is left of the other one.
   */
  async #collapse(place: Place, name: string, id: string): Promise<void> {
    const stuck = this.#stuck.get(id);
    if (!stuck) return;
    this.#stuck.delete(id);
    const { engine, fleets, log } = this.#options;
    const inService = (side: 'old' | 'new') =>
      (engine.standing(id, side) ?? []).reduce((sum, variant) => sum + variant.inService, 0);
    const records = this.#records(place);
    const { deploymentConfig: _config, ...next } = stuck.next;
    const newWins = inService('new') > inService('old');
    const loser = newWins ? records.get(keyOf(name))?.current : next;
    const ended = newWins ? stuck.rollout.commit().drained : stuck.rollout.abandon();
    if (newWins)
      records.update(keyOf(name), (row) => withChanges(row, { current: next, configName: next.configName }));
    try {
      await ended;
      if (loser) await fleets.discard(loser);
    } catch (error) {
      log.warn({ endpoint: name, error }, 'what a failed rollback left could not be removed');
    }
  }

  #records(place: Place): Records<EndpointRow> {
    return this.#options.endpoints.in(place.account, place.region);
  }
}

/** One deployment on its way. */
class Update {
  readonly #options: UpdatesOptions;
  readonly #place: Place;
  readonly #row: EndpointRow;
  readonly #next: Deployment;
  readonly #plan: RolloutPlan;
  readonly #watch: RolloutWatch;

  constructor(options: UpdatesOptions, place: Place, row: EndpointRow, next: Deployment) {
    const { clock, closing, timeScale, inside } = options;
    this.#options = options;
    this.#place = place;
    this.#row = row;
    this.#next = next;
    // What is created takes nobody's place.
    const config = row.current ? next.deploymentConfig : undefined;
    this.#plan = planOf(
      config,
      next.variants.map(({ instances }) => instances),
    );
    const { timeoutSeconds, alarms } = this.#plan;
    const deadlineMs =
      timeoutSeconds === undefined ? undefined : next.startedMs + (timeoutSeconds * 1000) / timeScale;
    const alarmed = () =>
      alarmsInAlarm(inside, place, alarms).catch((error: unknown) => {
        options.log.error({ endpoint: row.name, error }, 'the alarms of a deployment could not be read');
        return [];
      });
    this.#watch = new RolloutWatch({ clock, timeScale, closing, deadlineMs, alarmed });
  }

  /** @returns the rollout when not even its rollback succeeded */
  async run(): Promise<Rollout | undefined> {
    const staged = await this.#stage();
    if ('kind' in staged) {
      await this.#fail(staged);
      return undefined;
    }
    const { setback, reached } = await advanceRollout(staged);
    if (!setback) return this.#succeed(staged.rollout);
    if (setback.kind === 'closing') return undefined; // the record still says what is to be done, at the next start
    return this.#rollBack(staged, setback, reached);
  }

  async #stage(): Promise<RolloutRun | Setback> {
    const { fleets, engine, log } = this.#options;
    const [row, next, plan] = [this.#row, this.#next, this.#plan];
    const from = row.rollout?.step ?? 0;
    try {
      const early = await this.#watch.look();
      if (early) return early;
      await fleets.bring(this.#place, next);
      const spec = fleets.spec(this.#place, row.name, {
        ...next,
        variants: next.variants.map((variant) => ({
          ...variant,
          instances: instancesAt(plan, from, variant.instances),
        })),
      });
      const rollout = engine.stage(spec, fleets.listener(this.#place, row.name));
      const before = row.current?.variants ?? [];
      const enter = (step: number, stage: RolloutProgress['stage']) => this.#enter(step, stage);
      return { plan, from, rollout, before, next: next.variants, watch: this.#watch, enter };
    } catch (error) {
      if (this.#options.closing.aborted) return { kind: 'closing' };
      if (error instanceof HostingFailure) {
        log.debug({ endpoint: row.name, cause: error.cause }, error.message);
        return { kind: 'refused', reason: error.message };
      }
      log.error({ endpoint: row.name, error }, 'an endpoint could not be started');
      return { kind: 'refused', reason: `An internal error occurred: ${(error as Error).message}` };
    }
  }

  #enter(step: number, stage: RolloutProgress['stage']): void {
    const { clock } = this.#options;
    this.#change((current) => {
      const rollout = { ...current.rollout, step, stage, sinceMs: clock.now() };
      return current.next?.id === this.#next.id ? withChanges(current, { rollout }) : current;
    });
  }

  async #succeed(rollout: Rollout): Promise<undefined> {
    const { clock, fleets } = this.#options;
    const { deploymentConfig: _config, ...current } = this.#next;
    const { drained } = rollout.commit();
    this.#change((row) =>
      advance(row, 'InService', clock.now(), {
        current,
        next: undefined,
        rollout: undefined,
        configName: current.configName,
        failureReason: undefined,
      }),
    );
    await drained;
    if (this.#row.current) await fleets.discard(this.#row.current);
  }

  async #rollBack(run: RolloutRun, setback: Setback, reached: number): Promise<Rollout | undefined> {
    const { clock, log, fleets } = this.#options;
    const reason = failureReasonOf(setback, this.#plan);
    if (!this.#row.current) {
      await run.rollout.abandon();
      await this.#fail(setback);
      return undefined;
    }
    this.#change((row) =>
      advance(row, 'RollingBack', clock.now(), { failureReason: reason.slice(0, FAILURE_REASON_LENGTH) }),
    );
    log.warn({ endpoint: this.#row.name, reason }, 'an update is rolled back');
    const failed = await revertRollout(run, reached);
    if (failed?.kind === 'closing') return undefined;
    if (failed) {
      const failureReason = failureReasons.rollback(reason, failureReasonOf(failed, this.#plan));
      log.error({ endpoint: this.#row.name, reason: failureReason }, 'the rollback of an update failed');
      this.#change((row) =>
        advance(row, 'UpdateRollbackFailed', clock.now(), {
          next: undefined,
          rollout: undefined,
          failureReason: failureReason.slice(0, FAILURE_REASON_LENGTH),
        }),
      );
      return run.rollout;
    }
    const abandoned = run.rollout.abandon();
    this.#change((row) => advance(row, 'InService', clock.now(), { next: undefined, rollout: undefined }));
    await abandoned;
    await fleets.discard(this.#next);
    return undefined;
  }

  /** Nothing of the new deployment runs; what served before, if anything did, still does. */
  async #fail(setback: Setback): Promise<void> {
    if (setback.kind === 'closing') return;
    const { clock, log, fleets } = this.#options;
    const reason = failureReasonOf(setback, this.#plan);
    log.warn({ endpoint: this.#row.name, reason }, 'an endpoint failed');
    const failureReason = reason.slice(0, FAILURE_REASON_LENGTH);
    await fleets.discard(this.#next);
    const changes = { next: undefined, rollout: undefined, failureReason };
    this.#change((row) => {
      if (row.status === 'Creating') return advance(row, 'Failed', clock.now(), changes);
      return advance(advance(row, 'RollingBack', clock.now(), changes), 'InService', clock.now());
    });
  }

  #change(change: (row: EndpointRow) => EndpointRow): void {
    const { account, region } = this.#place;
    this.#options.endpoints.in(account, region).update(keyOf(this.#row.name), change);
  }
}
