import type { Clock } from '../../../kit/index.ts';
import type { ServerlessEvent } from '../events.ts';
import type { FirstStart } from '../first-start.ts';
import type { ResizeOutcome } from '../resize-outcome.ts';
import type { ServerlessSpec } from '../spec.ts';

/** As much of an instance as this looks at. */
export interface Member {
  readonly id: string;
  /** Requests it has been given and has not answered. */
  readonly outstanding: number;
  /** It takes requests. */
  readonly inService: boolean;
  readonly firstStart: Promise<FirstStart>;
}

/** The variant whose instances are made more and fewer. */
export interface Crew<M extends Member> {
  /** Oldest first; those that are leaving are not among them. */
  readonly members: readonly M[];
  /** Requests that wait for one of them. */
  readonly waiting: number;
  /** Requests that they have. */
  readonly inFlight: number;
  /** Starts so many; answers which. */
  start(count: number): readonly M[];
  dismiss(members: readonly M[]): Promise<void>;
  /** Nobody comes for those who wait. */
  desert(): void;
  tell(member: M, event: ServerlessEvent): void;
}

/** What of it may change while it serves. */
export type Tuning = Pick<ServerlessSpec, 'maxConcurrency' | 'provisioned'>;

/**
 * Instances that come with the requests and go when there are none: one for each request at a time, up to the maximum,
 * those that are provisioned always. The oldest ones serve first, so that the younger ones find time to go.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
 */
export class Elastic<M extends Member> {
  readonly #clock: Clock;
  readonly #crew: Crew<M>;
  readonly #idleMs: number;
  #tuning: Tuning;
  /** Since when each has had nothing to do, monotonic milliseconds. */
  readonly #restingSince = new WeakMap<M, number>();
  #timer: Disposable | undefined;

  constructor({ idleMs, maxConcurrency, provisioned }: ServerlessSpec, clock: Clock, crew: Crew<M>) {
    this.#clock = clock;
    this.#crew = crew;
    this.#idleMs = idleMs;
    this.#tuning = { maxConcurrency, provisioned };
  }

  /** Whether one more request would be too many. */
  get full(): boolean {
    const { inFlight, waiting } = this.#crew;
    return inFlight + waiting >= this.#tuning.maxConcurrency;
  }

  /** These were started to begin with. */
  begins(members: readonly M[]): void {
    for (const member of members) this.#comes(member);
  }

  /** Somebody waits: starts an instance for each of them that none is coming for. */
  called(): void {
    const { members, waiting } = this.#crew;
    const coming = members.reduce((count, member) => count + (member.inService ? 0 : 1), 0);
    const room = this.#tuning.maxConcurrency - members.length;
    this.#start(Math.min(waiting - coming, room));
  }

  /** Changes the bounds; resolves when the instances that are provisioned are there. */
  async tune(tuning: Tuning): Promise<ResizeOutcome> {
    this.#tuning = tuning;
    this.#sweepLater();
    const started = this.#start(tuning.provisioned - this.#crew.members.length);
    const starts = await Promise.all(started.map((member) => member.firstStart));
    const failed = starts.find((start) => !start.ok);
    if (!failed) return { kind: 'reached' };
    const { cause, reason, container } = failed;
    return { kind: 'failed', cause, reason, container };
  }

  /** A member was given a request. */
  executes(member: M): void {
    this.#crew.tell(member, { kind: 'executes', executions: this.#crew.inFlight, ...this.#tuning });
  }

  /** A member has nothing to do. */
  rests(member: M): void {
    this.#restingSince.set(member, this.#clock.monotonic());
    this.#sweepLater();
  }

  /** Nobody is sent away any more. */
  close(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
  }

  #start(count: number): readonly M[] {
    const started = count > 0 ? this.#crew.start(count) : [];
    this.begins(started);
    return started;
  }

  /** It rests from when it is there, and goes when it cannot come. */
  #comes(member: M): void {
    const startedAt = this.#clock.monotonic();
    void member.firstStart.then(async (start) => {
      if (start.ok) {
        this.rests(member);
        return this.#crew.tell(member, { kind: 'came', startMs: this.#clock.monotonic() - startedAt });
      }
      await this.#crew.dismiss([member]);
      if (this.#crew.members.length === 0) this.#crew.desert();
    });
  }

  #sweepLater(): void {
    if (this.#timer || this.#crew.members.length <= this.#tuning.provisioned) return;
    this.#timer = this.#clock.after(this.#idleMs, () => {
      this.#timer = undefined;
      this.#sweep();
      this.#sweepLater();
    });
  }

  /** Sends away those that have rested for long, the oldest as many as are provisioned excepted. */
  #sweep(): void {
    const { members } = this.#crew;
    const now = this.#clock.monotonic();
    const restsLong = (member: M) => now - (this.#restingSince.get(member) ?? now) >= this.#idleMs;
    const leaving = members
      .slice(this.#tuning.provisioned)
      .filter((member) => member.outstanding === 0 && restsLong(member));
    if (leaving.length > 0) void this.#crew.dismiss(leaving);
  }
}
