/** What a filter pattern says of messages. */
export interface FilterPattern {
  /** The values it takes out of a message that matches, e.g. `$status`; undefined when the message does not match. */
  match(message: string): Readonly<Record<string, string>> | undefined;
}
