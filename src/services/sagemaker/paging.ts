import { validation } from './faults.ts';
import { DEFAULT_PAGE } from './limits.ts';

/** What list operations have in common. */
export interface ListInput {
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeBefore?: Date | undefined;
  readonly CreationTimeAfter?: Date | undefined;
  readonly LastModifiedTimeBefore?: Date | undefined;
  readonly LastModifiedTimeAfter?: Date | undefined;
  readonly StatusEquals?: string | undefined;
}

/** What can be listed. */
export interface Listed {
  readonly name: string;
  readonly createdMs: number;
  readonly modifiedMs?: number;
  readonly status?: string;
}

/** A page of items, and the token for the next one when there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken?: string;
}

type Position = readonly [sorted: string | number, name: string];

/** Filters, sorts (by creation time, newest first, unless told otherwise) and cuts a list. */
export function pageOf<Item extends Listed>(all: readonly Item[], input: ListInput): Page<Item> {
  const before = (limit: Date | undefined, ms: number) => limit === undefined || ms < limit.getTime();
  const after = (limit: Date | undefined, ms: number) => limit === undefined || ms > limit.getTime();
  const from = (limit: Date | undefined, ms: number) => limit === undefined || ms >= limit.getTime();
  const wanted = all.filter(
    (item) =>
      (input.NameContains === undefined ||
        item.name.toLowerCase().includes(input.NameContains.toLowerCase())) &&
      (input.StatusEquals === undefined || item.status === input.StatusEquals) &&
      before(input.CreationTimeBefore, item.createdMs) &&
      from(input.CreationTimeAfter, item.createdMs) &&
      before(input.LastModifiedTimeBefore, item.modifiedMs ?? item.createdMs) &&
      after(input.LastModifiedTimeAfter, item.modifiedMs ?? item.createdMs),
  );
  const position = (item: Item): Position => {
    const sorted =
      input.SortBy === 'Name' ? item.name : input.SortBy === 'Status' ? (item.status ?? '') : item.createdMs;
    return [sorted, item.name];
  };
  const sign = input.SortOrder === 'Ascending' ? 1 : -1;
  const order = (a: Position, b: Position) => sign * (compare(a[0], b[0]) || compare(a[1], b[1]));
  const place = input.NextToken === undefined ? undefined : readToken(input.NextToken);
  const rest = wanted
    .filter((item) => place === undefined || order(position(item), place) > 0)
    .sort((a, b) => order(position(a), position(b)));
  const items = rest.slice(0, input.MaxResults ?? DEFAULT_PAGE);
  const last = items.at(-1);
  return rest.length > items.length && last ? { items, NextToken: writeToken(position(last)) } : { items };
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** A token says after which item the next page begins. */
export const writeToken = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** Reads a token of {@link writeToken}. */
export function readToken(token: string): Position {
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown;
    if (Array.isArray(position) && position.length === 2) return position as unknown as Position;
  } catch {
    // not one of ours
  }
  throw validation('Invalid pagination token.');
}
