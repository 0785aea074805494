import { badRequest } from './faults.ts';
import { limits } from './limits.ts';

/** One page of a list, and where the next begins. */
export interface Page<Item> {
  readonly items: Item[];
  readonly position?: string;
}

/** Cuts a list in pages. Positions are opaque; the list must keep its order between calls. */
export function page<Item>(
  all: readonly Item[],
  { position, limit }: { position?: string | undefined; limit?: number | undefined },
  keyOf: (item: Item) => string,
): Page<Item> {
  const size = Math.min(Math.max(limit ?? limits.page.usual, 1), limits.page.most);
  const after = position === undefined ? undefined : decode(position);
  const start = after === undefined ? 0 : all.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && start === 0) throw badRequest('Invalid position parameter');
  const items = all.slice(start, start + size);
  const last = items.at(-1);
  return last !== undefined && start + size < all.length
    ? { items, position: encode(keyOf(last)) }
    : { items };
}

const encode = (key: string): string => Buffer.from(key).toString('base64url');
const decode = (position: string): string => Buffer.from(position, 'base64url').toString();
