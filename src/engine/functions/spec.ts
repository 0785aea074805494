import type { Gate } from '../../kit/index.ts';

/** What runs a function's code. */
export type FunctionRuntime =
  /** Postern's own Node; `generation` is the major the author expects, e.g. 24. */
  | { readonly kind: 'node'; readonly generation: number }
  /** The interpreter of that minor version, or the newest there is. */
  | { readonly kind: 'python'; readonly generation: number }
  /** A program `bootstrap` that asks for its events over HTTP. */
  | { readonly kind: 'custom' };

/** What a worker signs its own calls with. */
export interface WorkerCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. Workers are replaced before. */
  readonly expiresAtMs: number;
}

/** A function as the engine runs it: one version of its code with one configuration. */
export interface FunctionSpec {
  readonly name: string;
  /** `$LATEST`, or a number. */
  readonly version: string;
  readonly runtime: FunctionRuntime;
  /** As its runtime reads it, e.g. `index.handler`. */
  readonly handler: string;
  readonly codeDirectory: string;
  /** Unpacked, lowest first: later ones hide files of earlier ones. */
  readonly layerDirectories: readonly string[];
  /** The whole environment but what the engine alone knows: credentials, log stream, directories. */
  readonly env: Readonly<Record<string, string>>;
  /** 128 to 10,240: the limit of memory, and the share of CPU that goes with it. */
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly logGroup: string;
  /** How many requests may be inside at once; several functions may share one. */
  gate(): Gate;
  /** Asked for each time a worker starts: `none` when it needs none, `refused` when nobody lets it have some. */
  credentials(): WorkerCredentials | 'none' | 'refused';
  /** Told what happens, at once and in order; must not throw. */
  observe(event: FunctionEvent): void;
}

/** One request to a function. */
export interface Invocation {
  readonly id: string;
  /** The ARN that was called, with its qualifier. */
  readonly arn: string;
  /** JSON, passed to the worker as it is. */
  readonly payload: Uint8Array;
  /** `X-Amzn-Trace-Id` */
  readonly trace: string;
  /** JSON */
  readonly clientContext?: string;
  /** Wants to see the lines of this request as well, e.g. for a log tail. */
  readonly onLine?: (line: LogLine) => void;
}

/** One line or message of a worker. */
export interface LogLine {
  readonly timeMs: number;
  readonly message: string;
}

/** What a request cost. */
export interface Cost {
  /** From the event's hand-over to its answer. */
  readonly durationMs: number;
  /** Of the start of the worker, when the request waited for it and it served nothing before. */
  readonly initMs?: number;
  readonly peakMemoryBytes: number;
}

/** How a worker ended by itself. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** How a request to a function ended. */
export type Outcome =
  | { readonly kind: 'answered'; readonly payload: Buffer; readonly cost: Cost }
  /** The handler threw: its error as its runtime writes it. */
  | { readonly kind: 'failed'; readonly payload: Buffer; readonly cost: Cost }
  | { readonly kind: 'timed-out'; readonly cost: Cost }
  | { readonly kind: 'crashed'; readonly end: WorkerEnd; readonly cost: Cost }
  | { readonly kind: 'out-of-memory'; readonly cost: Cost }
  /** The code could not be loaded: the error as its runtime writes it. */
  | { readonly kind: 'init-failed'; readonly payload: Buffer; readonly cost: Cost }
  /** The payload is no JSON; the parser's words. */
  | { readonly kind: 'unreadable'; readonly detail: string }
  /** No slot free in its gate. */
  | { readonly kind: 'throttled' }
  /** Nothing can run it here: what is missing, in a sentence. */
  | { readonly kind: 'impossible'; readonly detail: string }
  /** Its credentials were refused. */
  | { readonly kind: 'refused' }
  /** Removed while the request waited. */
  | { readonly kind: 'gone' };

/** An outcome that was reached by running the handler, or by trying to. */
export type RunOutcome = Extract<Outcome, { cost: Cost }>;

/** What happens in a function. */
export type FunctionEvent =
  /** `stream` names the worker, for its log. */
  | {
      readonly kind: 'worker-started';
      readonly stream: string;
      readonly timeMs: number;
      readonly runtime: string;
    }
  | { readonly kind: 'lines'; readonly stream: string; readonly lines: readonly LogLine[] }
  | {
      readonly kind: 'started';
      readonly stream: string;
      readonly timeMs: number;
      readonly invocation: Invocation;
    }
  | {
      readonly kind: 'ended';
      readonly stream: string;
      readonly timeMs: number;
      readonly invocation: Invocation;
      readonly outcome: RunOutcome;
    }
  | { readonly kind: 'throttled'; readonly timeMs: number; readonly invocation: Invocation };
