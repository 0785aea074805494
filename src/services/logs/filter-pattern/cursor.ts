import { invalidFilterPattern } from '../faults.ts';

/** Reads a filter pattern from left to right. */
export class Cursor {
  readonly text: string;
  at = 0;
  /** Regular expressions read so far; a pattern may hold two. */
  regexps = 0;
  /** Selectors with a wildcard read so far; a pattern may hold three. */
  wildcards = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character, spaces skipped. */
  peek(): string {
    this.match(/\s*/y);
    return this.text[this.at] ?? '';
  }

  /** Whether `token` comes next, spaces skipped; it is read then. */
  take(token: string): boolean {
    this.peek();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  /** What a sticky expression finds here; it is read then. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found) this.at = expression.lastIndex;
    return found;
  }

  /** Reads `token`, which must come. */
  expect(token: string): void {
    if (!this.take(token)) throw invalidFilterPattern();
  }
}
