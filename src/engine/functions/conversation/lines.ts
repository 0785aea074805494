import { StringDecoder } from 'node:string_decoder';

/** A longer line is cut into several. */
const MOST_LINE_CHARACTERS = 256 * 1024;

/** Cuts a stream of text into lines. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** The lines that are whole now. */
  push(chunk: Buffer): string[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > MOST_LINE_CHARACTERS) {
      lines.push(this.#rest);
      this.#rest = '';
    }
    return lines;
  }

  /** What is left without an end of line. */
  flush(): string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}
