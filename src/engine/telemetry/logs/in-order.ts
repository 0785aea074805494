import type { SQLInputValue } from 'node:sqlite';

/** The parts of a query that lists rows by keys. */
export interface InOrder {
  /** A condition to follow others; empty where the list begins at its start. */
  readonly beyond: string;
  /** For the condition. */
  readonly values: readonly SQLInputValue[];
  readonly orderBy: string;
}

/**
 * Lists rows in the order of `keys`, from beyond a place on.
 * @param place the values that the keys have there
 */
export function inOrder(
  keys: readonly string[],
  descending: boolean,
  place: readonly SQLInputValue[] | undefined,
): InOrder {
  const [past, way] = descending ? ['<', 'DESC'] : ['>', 'ASC'];
  return {
    beyond: place ? `AND (${keys.join(', ')}) ${past} (${keys.map(() => '?').join(', ')})` : '',
    values: place ?? [],
    orderBy: `ORDER BY ${keys.map((key) => `${key} ${way}`).join(', ')}`,
  };
}
