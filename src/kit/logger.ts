/** Postern's own log, not CloudWatch Logs. Secrets never go in. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A logger that drops everything, for tests. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
