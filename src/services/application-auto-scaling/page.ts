import { invalidToken, validation } from './faults.ts';

/** A page of a list, and the token of the next one when there is one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken?: string;
}

/**
 * Cuts a list, in the order of its ids, into pages.
 * @param most of a page, also when the caller does not say
 * @throws Fault ValidationException, InvalidNextTokenException
 */
export function pageOf<Item>(
  all: readonly Item[],
  idOf: (item: Item) => string,
  { MaxResults, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
  most: number,
): Page<Item> {
  if (MaxResults !== undefined && !(MaxResults >= 1 && MaxResults <= most)) {
    throw validation(`MaxResults must be between 1 and ${most}`);
  }
  const after = NextToken === undefined ? undefined : readToken(NextToken);
  const rest = after === undefined ? all : all.filter((item) => idOf(item) > after);
  const items = rest.slice(0, MaxResults ?? most);
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined
    ? { items, NextToken: Buffer.from(JSON.stringify([idOf(last)])).toString('base64url') }
    : { items };
}

function readToken(token: string): string {
  try {
    const [id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as unknown[];
    if (typeof id === 'string') return id;
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
