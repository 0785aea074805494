/** What names a log group. */
export interface GroupName {
  readonly account: string;
  readonly region: string;
  readonly group: string;
}

/** A log group as it is kept. */
export interface LogGroup extends GroupName {
  readonly createdMs: number;
  /** How long events are kept; undefined: for ever. */
  readonly retentionDays?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly deletionProtected: boolean;
  /** e.g. `STANDARD`; kept for its owner, means nothing here. */
  readonly kind: string;
  /** Messages in UTF-8 plus 26 bytes an event. */
  readonly storedBytes: number;
}

/** What can be changed of a log group. */
export interface GroupSettings {
  /** Null: for ever. */
  readonly retentionDays?: number | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly deletionProtected?: boolean;
}

/** A log stream as it is kept. Times are milliseconds since the epoch; those of events are not there before the first. */
export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  readonly lastIngestionMs?: number;
}

/** A place in the order of events: by time, then by the order in which they came. */
export interface Position {
  readonly timeMs: number;
  /** Grows with every event that comes, over all groups. */
  readonly id: number;
}

/** A log event as it is kept. */
export interface LogEvent extends Position {
  readonly stream: string;
  readonly ingestionMs: number;
  readonly message: string;
}

/** An event that comes in. */
export interface IncomingEvent {
  readonly timeMs: number;
  readonly message: string;
}

/** What an event takes up beside its message, bytes. */
export const EVENT_OVERHEAD_BYTES = 26;
