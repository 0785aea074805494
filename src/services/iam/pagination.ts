import { validationError } from './faults.ts';

/** A page of a list, as IAM answers it. */
export interface Page<Item> {
  readonly items: Item[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
}

/**
 * Cuts a sorted list into pages.
 * @param keyOf what the list is sorted by; the marker carries the last one
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export function paginate<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  keyOf: (item: Item) => string,
): Page<Item> {
  const after = Marker === undefined ? undefined : readMarker(Marker);
  const from = after === undefined ? 0 : items.findIndex((item) => keyOf(item) > after);
  const rest = from < 0 ? [] : items.slice(from);
  const page = rest.slice(0, MaxItems ?? 100);
  if (page.length === rest.length) return { items: page, IsTruncated: false };
  return {
    items: page,
    IsTruncated: true,
    Marker: Buffer.from(`1 ${keyOf(page.at(-1)!)}`).toString('base64url'),
  };
}

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith('1 ')) throw validationError('Invalid Marker.');
  return text.slice(2);
}

/** Sorts by a text in code point order, the order that pages go in. */
export const sortedBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] =>
  [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
