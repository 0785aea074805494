/** A column of a {@link Table}. */
export interface Column {
  readonly name: string;
  /** Default: right for numbers, left for text. */
  readonly align?: 'left' | 'right';
  /** Digits after the point for numbers. Default: as many as keep three figures. */
  readonly digits?: number;
}

/** Figures side by side. */
export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
  /** A cell for each column; undefined prints a dash. */
  readonly rows: readonly (readonly (string | number | undefined)[])[];
}

/** The table as text for a terminal or a log: one line a row, columns aligned, the title above. */
export function tableText({ title, columns, rows }: Table): string {
  const cells = rows.map((row) => columns.map((column, index) => cellText(row[index], column)));
  const widths = columns.map(({ name }, index) =>
    Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const right = columns.map(
    ({ align }, index) =>
      (align ?? (rows.some((row) => typeof row[index] === 'number') ? 'right' : 'left')) === 'right',
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) =>
        right[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [title, '', line(columns.map(({ name }) => name)), rule, ...cells.map(line), ''].join('\n');
}

/** How many times `base` a value is, e.g. `0.71x`; a dash when it cannot be said. */
export function ratioText(value: number | undefined, base: number | undefined): string {
  if (value === undefined || base === undefined || base === 0 || !Number.isFinite(value / base)) return '-';
  const ratio = value / base;
  return `${ratio.toFixed(ratio < 10 ? 2 : ratio < 100 ? 1 : 0)}x`;
}

/** A number with thousands separated and as many digits as keep three figures. */
function numberText(value: number, digits?: number): string {
  const size = Math.abs(value);
  const kept = digits ?? (size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
  return value.toLocaleString('en-US', { minimumFractionDigits: kept, maximumFractionDigits: kept });
}

function cellText(cell: string | number | undefined, { digits }: Column): string {
  if (cell === undefined) return '-';
  return typeof cell === 'string' ? cell : numberText(cell, digits);
}
