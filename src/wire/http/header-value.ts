import { serializationFault } from '../malformed.ts';
import { parseBase64 } from '../scalar/blob.ts';
import { textReader, textWriter } from '../scalar/text.ts';
import type { Member, Shape, SimpleKind, TimestampFormat } from '../shape.ts';

/**
 * A reader of simple values bound to a label, a query parameter or a header field.
 * @param format of timestamps, where the member does not say
 */
export function boundReader(
  member: Member,
  target: Shape,
  format: TimestampFormat,
): (text: string) => unknown {
  const kind = target.kind as SimpleKind;
  if (kind === 'string') return (text) => text;
  const read = textReader(kind, member.timestampFormat ?? format);
  return (text) => {
    const value = read(text);
    if (value === undefined) throw serializationFault(`${text} can not be converted to ${withArticle(kind)}`);
    return value;
  };
}

function withArticle(kind: string): string {
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** A reader of all values of one header field. @returns undefined for a field that says nothing */
export function headerReader(member: Member): (values: readonly string[]) => unknown {
  const { target } = member;
  if (target.kind === 'list') return listReader(member, target.member);
  if (target.kind === 'string' && member.mediaType !== undefined) {
    return ([text = '']) => {
      const bytes = parseBase64(text);
      if (!bytes) throw serializationFault('A header field that is not Base64');
      return Buffer.from(bytes).toString('utf8');
    };
  }
  const read = boundReader(member, target, 'http-date');
  return ([text = '']) => (text === '' && target.kind !== 'string' ? undefined : read(text.trim()));
}

function listReader(list: Member, item: Member): (values: readonly string[]) => unknown {
  const { target } = item;
  const read = boundReader(item.timestampFormat ? item : { ...list, target }, target, 'http-date');
  const httpDates = target.kind === 'timestamp' && (item.timestampFormat ?? 'http-date') === 'http-date';
  return (values) => {
    const text = values.join(', ');
    return (httpDates ? splitHttpDates(text) : splitList(text)).map(read);
  };
}

/** Every HTTP date has a comma of its own. */
function splitHttpDates(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  const dates: string[] = [];
  for (let i = 0; i < parts.length; i += 2) dates.push(parts.slice(i, i + 2).join(', '));
  return dates;
}

/** Splits a comma-separated list; items with commas or quotes come in quotes. */
function splitList(text: string): string[] {
  if (!text.includes('"')) return text.split(',').map((item) => item.trim());
  const items: string[] = [];
  let at = 0;
  while (at <= text.length) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    const quoted = text[at] === '"';
    const end = quoted ? closingQuote(text, at) : text.indexOf(',', at);
    const item = text.slice(quoted ? at + 1 : at, end < 0 ? text.length : end);
    items.push(quoted ? item.replace(/\\(.)/g, '$1') : item.trim());
    if (end < 0) break;
    const comma = text.indexOf(',', end);
    if (comma < 0) break;
    at = comma + 1;
  }
  return items;
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  throw serializationFault('A quoted item of a header field does not end');
}

/** A writer of values into a header field. @returns undefined for a value that is left out */
export function headerWriter(member: Member): (value: unknown) => string | undefined {
  const { target } = member;
  if (target.kind === 'list') {
    const write = itemWriter(member, target.member);
    return (value) => {
      const items = (value as readonly unknown[]).filter((item) => item !== undefined && item !== null);
      return items.map(write).join(', ');
    };
  }
  if (target.kind === 'string' && member.mediaType !== undefined) {
    return (value) => Buffer.from(String(value)).toString('base64');
  }
  if (target.kind === 'string') return (value) => fieldText(String(value));
  return textWriter(target.kind as SimpleKind, member.timestampFormat ?? 'http-date');
}

function itemWriter(list: Member, item: Member): (value: unknown) => string {
  const kind = item.target.kind as SimpleKind;
  if (kind === 'string') {
    return (value) => {
      const text = fieldText(String(value));
      return /[",]/.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
    };
  }
  return textWriter(kind, item.timestampFormat ?? list.timestampFormat ?? 'http-date');
}

/** Text as a header field can carry it: what is not ISO 8859-1 goes as RFC 2047 has it, which is S3's way with metadata. */
export function fieldText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[^\t\x20-\x7e\x80-\xff]/.test(text) ? `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=` : text;
}
