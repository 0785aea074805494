import { badInput } from '../refusal.ts';
import { batchOfRows } from '../rows.ts';
import type { Media } from './media.ts';
import { plainRow, rowCount } from './plain.ts';

/** Splits a document of comma-separated values: quotes, doubled quotes, line ends inside quotes (RFC 4180). */
export function parseCsv(text: string): string[][] {
  if (!text.includes('"')) {
    return text
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.split(','));
  }
  const rows: string[][] = [];
  // Quoted field, or plain field; then its end: comma, line end or end of text.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const from = field.lastIndex;
    const found = field.exec(text);
    if (!found)
      throw badInput(`row ${rows.length} is not CSV near ${JSON.stringify(text.slice(from, from + 20))}`);
    row.push(found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'));
    if (found[3] === ',') {
      if (field.lastIndex === text.length) row.push('');
      continue;
    }
    if (row.length > 1 || row[0] !== '' || found[1] !== undefined) rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

const quoted = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.flat(Number.POSITIVE_INFINITY).map(quoted).join(',');
  const text = String(value as string | number | boolean);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** `text/csv` without a header line: one row a line; several outputs stand side by side. */
export const csv: Media = {
  type: 'text/csv',
  decode(body, signature) {
    const rows = parseCsv(body.toString('utf8'));
    const [spec, another] = signature.inputs;
    const scalars = spec && !another && spec.shape.length === 1;
    return { batch: batchOfRows(signature, scalars ? rows.flat() : rows), layout: 'rows' };
  },
  encode(outputs) {
    let text = '';
    for (let row = 0, rows = rowCount(outputs); row < rows; row++) {
      text += `${outputs.map(({ tensor }) => quoted(plainRow(tensor, row))).join(',')}\n`;
    }
    return text;
  },
};
