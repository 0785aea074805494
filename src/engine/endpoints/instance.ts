import { sleep } from '../../kit/index.ts';
import type { ProcessExit } from '../../machine/index.ts';
import type { Capacity, Footprint } from './capacity.ts';
import type { ContainerHost } from './container-host.ts';
import type { Errand } from './errand.ts';
import type { EndpointListener, InstanceEvent } from './events.ts';
import { wasKilled } from './exit.ts';
import type { FirstStart } from './first-start.ts';
import type { ModelServer, ServerExchange, ServerPending } from './model-server.ts';
import type { Invocation } from './outcome.ts';
import type { VariantSpec } from './spec.ts';
import { startServer } from './start-server.ts';
import { streamedThrough } from './streamed.ts';
import { Supervisor, type Supervised } from './supervisor.ts';

/** What an instance needs of the variant it belongs to. */
export interface InstanceHome extends ContainerHost {
  /** The endpoint's id, for the process label. */
  readonly endpoint: string;
  readonly listener: EndpointListener;
  readonly capacity: Capacity;
  readonly footprint: Footprint;
  /** Gives up when the first start fails, instead of trying for ever. */
  readonly mayFail: boolean;
  /** Called whenever it enters or leaves service. */
  changed(): void;
  /** What became of an errand that it was given; it has room for another one now. */
  served(instance: Instance, errand: Errand, exchange: ServerExchange): void;
}

/** A container whose connections broke because it ends has ended after so long, milliseconds. */
const END_MS = 500;

type Phase = 'starting' | 'in-service' | 'stopped' | 'failed';

/** One instance of a variant: a place where its container runs, and is started again when it ends or no longer answers. */
export class Instance implements Supervised {
  readonly id: string;
  readonly #spec: VariantSpec;
  readonly #home: InstanceHome;
  readonly #supervisor: Supervisor;
  #server: ModelServer | undefined;
  #phase: Phase = 'starting';
  #run = 0;
  #arriving: boolean;
  #leaving = false;
  #outstanding = 0;
  #upAt = 0;
  #lastSignOfLife = 0;
  #idle: (() => void) | undefined;
  #brokeAtWork = false;
  /** The end of the container that was up last. */
  #exited: Promise<ProcessExit> | undefined;
  #silent = false;

  constructor(spec: VariantSpec, home: InstanceHome) {
    this.id = `i-${home.ids.hex(17)}`;
    this.#spec = spec;
    this.#home = home;
    this.#arriving = home.mayFail;
    const { health } = spec;
    this.#supervisor = new Supervisor(this, { ...home, health, start: () => this.#start() });
    void this.firstStart.then((start) => {
      this.#arriving = false;
      if (!start.ok && this.#phase !== 'stopped') this.#enter('failed');
    });
  }

  /** Resolves when it is in service for the first time, or has failed to get there. */
  get firstStart(): Promise<FirstStart> {
    return this.#supervisor.firstStart;
  }

  /** Whether it takes requests. */
  get inService(): boolean {
    return this.#phase === 'in-service' && !this.#leaving;
  }

  /** Whether it is worth waiting for: it is starting, and has not failed to time after time. */
  get coming(): boolean {
    return this.#phase === 'starting' && !this.#leaving && !this.#supervisor.hopeless;
  }

  /** Whether it has never been in service and may still get there or fail. */
  get arriving(): boolean {
    return this.#arriving;
  }

  /** Which of its containers it runs, 1 the first; what a container remembers is lost with it. `undefined`: it takes no more requests. */
  get run(): number | undefined {
    return this.#leaving || this.#phase === 'stopped' || this.#phase === 'failed' ? undefined : this.#run;
  }

  /** Requests it has been given and has not answered. */
  get outstanding(): number {
    return this.#outstanding;
  }

  /** Whether it has not answered its last ping, nor anything since: requests go to others, where there are others. */
  get silent(): boolean {
    return this.#silent;
  }

  /** Whether its container that broke a moment ago was killed with -9, and not for its memory. */
  async wasKilled(): Promise<boolean> {
    const unknown = sleep(this.#home.clock, END_MS).then(() => undefined);
    const exit = await Promise.race([this.#exited, unknown]);
    return exit !== undefined && wasKilled(exit);
  }

  /** What it runs, while it does. */
  get server(): ModelServer | undefined {
    return this.#supervisor.server;
  }

  /** Gives a request to its container, which must be in service; `home.served` hears how that ended. */
  serve(errand: Errand): void {
    const server = this.#server as ModelServer;
    const pending = this.#send(server, errand.invocation);
    this.#outstanding++;
    errand.begin(this, pending, this.#home.clock.monotonic());
    pending.exchange.then(
      (exchange) => this.#served(errand, server, exchange),
      ({ message }: Error) =>
        this.#served(errand, server, { kind: 'broken', unsent: false, answered: false, error: message }),
    );
  }

  /** Takes no more requests; resolves when those it has are answered and it has ended. */
  async leave(): Promise<void> {
    this.#leaving = true;
    this.#home.changed();
    if (this.#outstanding > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await this.stop();
  }

  /**
   * Takes it out of service and ends its container with SIGTERM, then SIGKILL; requests under way are not waited for.
   * @param graceMs between the two; default as its health says
   */
  async stop(graceMs?: number): Promise<void> {
    if (this.#phase !== 'failed') this.#enter('stopped');
    await this.#supervisor.stop(graceMs);
  }

  get record(): 'answered' | 'broke-at-work' | 'nothing' {
    if (this.#lastSignOfLife > this.#upAt) return 'answered';
    return this.#brokeAtWork ? 'broke-at-work' : 'nothing';
  }

  up(server: ModelServer): void {
    this.#server = server;
    this.#exited = server.exited;
    this.#silent = false;
    this.#run++;
    this.#brokeAtWork = false;
    this.#upAt = this.#lastSignOfLife = this.#home.clock.monotonic();
    this.#enter('in-service');
  }

  well(): void {
    if (this.#silent) this.#setSilent(false);
    if (this.#phase === 'starting' && this.#server) this.#enter('in-service');
  }

  down(): void {
    if (this.#phase === 'in-service') this.#broke();
    this.#server = undefined;
  }

  unwell(): void {
    if (!this.#silent) this.#setSilent(true);
  }

  hopeless(): void {
    this.#home.changed(); // those who wait are told
  }

  /** A container that computes may be too busy to answer a ping; one that has answered nothing for long is not computing. */
  busy(): boolean {
    return (
      this.#outstanding > 0 &&
      this.#home.clock.monotonic() - this.#lastSignOfLife < this.#spec.invocationTimeoutMs
    );
  }

  tell(event: InstanceEvent): void {
    this.#home.listener({ variant: this.#spec.name, instance: this.id, ...event });
  }

  #send(server: ModelServer, { headers, body, target, streamed }: Invocation): ServerPending {
    const request = { method: 'POST', path: '/invocations', headers, body } as const;
    if (!streamed) return server.send(request, target);
    const alive = () => this.#heard(this.#home.clock.monotonic());
    const by = { variant: this.#spec.name, instance: this.id, sentAt: this.#home.clock.monotonic() };
    return server.send({ ...request, streamed: streamedThrough(streamed, by, alive) }, target);
  }

  #served(errand: Errand, server: ModelServer, exchange: ServerExchange): void {
    const now = this.#home.clock.monotonic();
    if (exchange.kind !== 'broken') this.#heard(now);
    else if (!errand.givenUp) this.#doubt(server);
    this.#outstanding--;
    errand.released(now);
    this.#home.served(this, errand, exchange);
    if (this.#outstanding === 0) this.#idle?.();
  }

  #heard(now: number): void {
    this.#lastSignOfLife = now;
    if (this.#silent) this.#setSilent(false);
  }

  #setSilent(silent: boolean): void {
    this.#silent = silent;
    this.#home.changed();
  }

  /** A connection failed: out of service until a ping says otherwise, which is asked at once. */
  #doubt(server: ModelServer): void {
    if (this.#server !== server || this.#phase !== 'in-service') return;
    this.#broke();
    this.#supervisor.doubt();
  }

  /** Its container ended, or a connection did. */
  #broke(): void {
    this.#brokeAtWork = this.#outstanding > 0;
    this.#enter('starting');
  }

  #enter(phase: Phase): void {
    const was = this.#phase;
    this.#phase = phase;
    if (was !== phase) this.#home.changed();
  }

  #start(): Promise<ModelServer> {
    const { endpoint } = this.#home;
    const { name, health, maxResponseBytes, container } = this.#spec;
    const home = {
      ...this.#home,
      label: `endpoint/${endpoint}/${name}/${this.id}`,
      instance: this.id,
      health,
      maxResponseBytes,
      tell: (event: InstanceEvent) => this.tell(event),
    };
    return startServer(home, container);
  }
}
