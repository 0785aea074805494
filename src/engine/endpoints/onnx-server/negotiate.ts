import { csv } from './media/csv.ts';
import { json, jsonLines } from './media/json.ts';
import type { Media } from './media/media.ts';
import { npy } from './media/npy.ts';
import { Refusal } from './refusal.ts';

const media: readonly Media[] = [json, csv, jsonLines, npy];
const aliases = new Map<string, Media>([
  ...media.map((one) => [one.type, one] as const),
  ['application/x-jsonlines', jsonLines],
  ['application/jsonl', jsonLines],
  ['application/x-ndjson', jsonLines],
  // What AWS SDKs say when the caller says nothing.
  ['application/octet-stream', json],
  ['binary/octet-stream', json],
]);
const known = media.map((one) => one.type).join(', ');

const bare = (field: string): string => (field.split(';', 1)[0] ?? '').trim().toLowerCase();

/** The format of a request body; JSON when nothing is said. */
export function readerOf(contentType: string | undefined): Media {
  if (!contentType) return json;
  const found = aliases.get(bare(contentType));
  if (!found)
    throw new Refusal(415, `content type ${bare(contentType)} is not supported; use one of ${known}`);
  return found;
}

/** The format of the answer: the best of `Accept` that can be written; JSON when anything will do. */
export function writerOf(accept: string | undefined): Media {
  if (!accept) return json;
  const exact = aliases.get(accept);
  if (exact) return exact;
  const wishes = accept
    .split(',')
    .map((field) => ({ type: bare(field), weight: Number(/;\s*q=([\d.]+)/i.exec(field)?.[1] ?? 1) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { type } of wishes) {
    if (type === '*/*' || type === 'application/*' || type === '') return json;
    const found = type === 'text/*' ? csv : aliases.get(type);
    if (found) return found;
  }
  throw new Refusal(406, `none of ${accept} can be written; accept one of ${known}`);
}
