import { invalidArgument } from '../faults.ts';
import { MAX_LISTED } from '../limits.ts';

/** Where a listing goes on: after this key, and after this id of it where a key has several entries. */
export interface Position {
  readonly key: string;
  readonly id: string;
}

/** What is to be listed. */
export interface PageSpec {
  readonly prefix: string;
  /** Keys that share what comes before its next occurrence are rolled up; empty: none are. */
  readonly delimiter: string;
  readonly after: Position;
  /** Entries and rolled-up prefixes, together. */
  readonly limit: number;
}

/** One page of a listing, in binary order of keys. */
export interface Page<Entry> {
  readonly entries: readonly Entry[];
  readonly commonPrefixes: readonly string[];
  /** The last thing on the page, when there is more: a key (and id), or a rolled-up prefix with an empty id. */
  readonly next?: Position;
}

/** Sorts after every key with the same beginning: the highest code point follows. */
const PAST_ALL = '\u{10ffff}\u{10ffff}';
const FEWEST = 16;

/**
 * Reads one page from `source`, which answers up to `limit` entries after a position. Keys that are rolled up are leapt over, not
 * read: a page costs what is on it, however many objects lie under a prefix.
 */
export function readPage<Entry>(
  { prefix, delimiter, after, limit }: PageSpec,
  source: (after: Position, limit: number) => readonly Entry[],
  positionOf: (entry: Entry) => Position,
): Page<Entry> {
  const entries: Entry[] = [];
  const commonPrefixes: string[] = [];
  if (limit === 0) return { entries, commonPrefixes };
  const rollUp = (key: string) => rolledUp(key, prefix, delimiter);
  // a position that is itself a rolled-up prefix was on the page before, with all that it stands for
  let from = rollUp(after.key) === after.key ? { key: after.key + PAST_ALL, id: '' } : after;
  let next: Position | undefined;
  let batch = delimiter ? FEWEST : limit + 1;
  for (;;) {
    const found = source(from, batch);
    let leapt = false;
    for (const entry of found) {
      const position = positionOf(entry);
      const common = rollUp(position.key);
      if (common !== undefined && common === commonPrefixes.at(-1)) continue;
      if (entries.length + commonPrefixes.length === limit)
        return { entries, commonPrefixes, ...(next && { next }) };
      if (common === undefined) {
        entries.push(entry);
        from = next = position;
      } else {
        commonPrefixes.push(common);
        from = { key: common + PAST_ALL, id: '' };
        next = { key: common, id: '' };
        leapt = true;
      }
    }
    if (found.length < batch) return { entries, commonPrefixes };
    batch = leapt ? FEWEST : Math.min(batch * 4, MAX_LISTED + 1);
  }
}

function rolledUp(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** How many things may be on a page: 1,000 unless fewer are asked for. */
export function pageLimit(asked: number | undefined, name: string): number {
  if (asked === undefined) return MAX_LISTED;
  if (asked < 0)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, asked);
  return Math.min(asked, MAX_LISTED);
}

/** Writes keys as the client asked: plain, or URL-encoded with `EncodingType`, since XML cannot carry every character. */
export function keyWriter(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  return (text) =>
    encodeURIComponent(text.toWellFormed())
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+');
}
