import type { Clock } from '../../kit/index.ts';
import { chooseVariant } from './choose-variant.ts';
import type { Deadlines } from './deadlines.ts';
import { Errand, type Router } from './errand.ts';
import type { Fleet } from './fleet.ts';
import type { Invocation, Outcome } from './outcome.ts';
import { NEW_SESSION, Sessions } from './sessions.ts';
import type { Variant } from './variant.ts';

/** What an endpoint stands on. */
export interface EndpointHome {
  readonly deadlines: Deadlines;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly clock: Clock;
}

/** What is behind one name: the fleet that serves and, during a rollout, the one that is to take over. */
export class Endpoint implements Router {
  readonly #home: EndpointHome;
  readonly #sessions: Sessions;
  #serving: Fleet | undefined;
  #staged: Fleet | undefined;
  /** The share of the requests that the staged fleet is given. */
  #share = 0;

  constructor(home: EndpointHome) {
    this.#home = home;
    this.#sessions = new Sessions(home.clock);
  }

  get serving(): Fleet | undefined {
    return this.#serving;
  }

  get staged(): Fleet | undefined {
    return this.#staged;
  }

  get share(): number {
    return this.#share;
  }

  /** Lets a fleet serve; answers the one it takes over from. */
  serve(fleet: Fleet | undefined): Fleet | undefined {
    const before = this.#serving;
    this.#serving = fleet;
    return before;
  }

  /** Puts a fleet beside the one that serves, or takes it away. It is given no requests until there is a share. */
  stage(fleet: Fleet | undefined): void {
    this.#staged = fleet;
    this.#share = 0;
  }

  /** @param share of the requests, 0 to 1, that the staged fleet is given from now on */
  shift(share: number): void {
    this.#share = Math.min(1, Math.max(0, share));
  }

  /** Sends a request to the variant it names, to the instance of its session, or to a variant by weight. */
  invoke(invocation: Invocation): Promise<Outcome> {
    if (invocation.session !== undefined) return this.#invokeInSession(invocation, invocation.session);
    return new Promise((resolve) => {
      this.route(new Errand(invocation, this, this.#home.deadlines, resolve));
    });
  }

  async #invokeInSession(invocation: Invocation, id: string): Promise<Outcome> {
    let errand: Errand | undefined;
    const outcome = await new Promise<Outcome>((resolve) => {
      errand = new Errand(invocation, this, this.#home.deadlines, resolve);
      if (id === NEW_SESSION) return this.route(errand);
      const session = this.#sessions.find(id);
      if (!session) return errand.end({ kind: 'no-session' });
      errand.pin = session;
      session.variant.take(errand);
    });
    if (outcome.kind === 'answered' && errand) this.#sessions.note(outcome.headers, errand);
    return outcome;
  }

  route(errand: Errand): void {
    if (errand.pin) return errand.end({ kind: 'no-session' });
    const { random } = this.#home;
    const toStaged = this.#share > 0 && this.#staged !== undefined && random() < this.#share;
    const fleet = toStaged ? this.#staged : this.#serving;
    if (!fleet) return errand.end({ kind: 'no-endpoint' });
    const variant = this.#choose(fleet, errand.invocation.variant);
    if (!variant) return errand.end({ kind: 'no-variant' });
    const first = errand.deadline === 0;
    variant.take(errand);
    if (first && fleet.shadows.length > 0) fleet.mirror(errand, variant);
  }

  /** One that is asked for by its name is asked wherever it is: the fleets need not have the same ones. */
  #choose(fleet: Fleet, name: string | undefined): Variant | undefined {
    if (name === undefined) return chooseVariant(fleet.variants, this.#home.random());
    return fleet.variant(name) ?? this.#serving?.variant(name) ?? this.#staged?.variant(name);
  }
}
