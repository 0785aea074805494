import { PAGE } from './limits.ts';

/** A page of a list, and the marker of the next one when there is one. */
export interface Page<Item> {
  readonly items: Item[];
  readonly NextMarker?: string;
}

/** Cuts a list, ordered by `keyOf`, into pages. A marker names the last item of the page before. */
export function pageOf<Item>(
  all: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, MaxItems = PAGE }: { Marker?: string | undefined; MaxItems?: number | undefined },
): Page<Item> {
  const after = Marker === undefined ? undefined : Buffer.from(Marker, 'base64url').toString();
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after);
  const items = rest.slice(0, MaxItems);
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined
    ? { items, NextMarker: Buffer.from(keyOf(last)).toString('base64url') }
    : { items };
}
