import type { Clock } from '../../kit/index.ts';
import type { Errand, Holder, Pin } from './errand.ts';

/** What a request asks for with in place of the id of a session, to open one. */
export const NEW_SESSION = 'NEW_SESSION';

/** Where a session lives. */
interface Session extends Pin {
  readonly variant: Holder;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Sessions that one endpoint remembers; of more the oldest are forgotten. */
const MAX_SESSIONS = 10_000;

/** `<id>; Expires=<time>`, as a container says which session it has opened. */
const OPENED = /^([a-zA-Z0-9](?:-*[a-zA-Z0-9])*);\s*Expires=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/**
 * Which instance knows which session of an endpoint: containers open and close them, and say so in their answers.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/stateful-sessions.html
 */
export class Sessions {
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Where an open session lives; `undefined` when it was closed, has expired or is lost with the container that knew it. */
  find(id: string): Session | undefined {
    const session = this.#sessions.get(id);
    if (!session) return undefined;
    if (session.expiresAt > this.#clock.now() && session.instance.run === session.run) return session;
    this.#sessions.delete(id);
    return undefined;
  }

  /** Takes note of the sessions that an answer opens or closes. */
  note(headers: ReadonlyMap<string, string>, { instance, variant, invocation }: Errand): void {
    const closed = headers.get('x-amzn-sagemaker-closed-session-id');
    if (closed !== undefined && closed === invocation.session) this.#sessions.delete(closed);
    const [, id, expires] = OPENED.exec(headers.get('x-amzn-sagemaker-new-session-id') ?? '') ?? [];
    const run = instance?.run;
    if (id === undefined || expires === undefined || !instance || !variant || run === undefined) return;
    this.#sessions.delete(id);
    this.#sessions.set(id, { instance, run, variant, expiresAt: Date.parse(expires) });
    if (this.#sessions.size <= MAX_SESSIONS) return;
    for (const oldest of this.#sessions.keys()) return void this.#sessions.delete(oldest);
  }
}
