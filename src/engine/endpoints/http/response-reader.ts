/** An HTTP response as a model server gave it. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; of repeated fields the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Why a response cannot be taken. */
export type Unreadable = 'malformed' | 'too-large';

/** The longest response head that is read, bytes. */
const MAX_HEAD = 64 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n');

type Framing = 'length' | 'chunked' | 'until-close';

/** Puts one HTTP/1.x response together from the pieces in which it arrives. */
export class ResponseReader {
  readonly #maxBodyBytes: number;
  #pending: Buffer | undefined;
  #status = 0;
  #headers = new Map<string, string>();
  #framing: Framing | undefined;
  #remaining = 0;
  #body: Buffer[] = [];
  #bodyBytes = 0;
  #keepAlive = false;

  constructor(maxBodyBytes: number) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Whether the connection may carry another exchange after this one. */
  get keepAlive(): boolean {
    return this.#keepAlive && this.#framing !== 'until-close';
  }

  /** Takes the next piece; answers the response once it is whole, `undefined` while it is not. */
  push(piece: Buffer): HttpResponse | Unreadable | undefined {
    let rest: Buffer = this.#pending ? Buffer.concat([this.#pending, piece]) : piece;
    this.#pending = undefined;
    while (this.#framing === undefined) {
      const end = rest.indexOf(HEAD_END);
      if (end < 0) {
        if (rest.length > MAX_HEAD) return 'malformed';
        this.#pending = rest;
        return undefined;
      }
      if (!this.#readHead(rest.toString('latin1', 0, end))) return 'malformed';
      rest = rest.subarray(end + 4);
    }
    if (this.#framing === 'chunked') return this.#readChunks(rest);
    return this.#readPlain(rest);
  }

  /** The connection ended; that completes a response without a length. */
  end(): HttpResponse | undefined {
    return this.#framing === 'until-close' ? this.#response() : undefined;
  }

  /** Reads status line and fields; leaves the framing open after an interim (1xx) response. */
  #readHead(head: string): boolean {
    const status = /^HTTP\/1\.([01]) (\d{3})(?: |\r|$)/.exec(head);
    if (!status) return false;
    this.#status = Number(status[2]);
    this.#headers = new Map();
    if (this.#status < 200) return this.#status !== 101;
    for (let from = head.indexOf('\r\n'); from >= 0; ) {
      const next = head.indexOf('\r\n', from + 2);
      const line = next < 0 ? head.slice(from + 2) : head.slice(from + 2, next);
      const colon = line.indexOf(':');
      if (colon <= 0) return false;
      this.#headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
      from = next;
    }
    const connection = this.#headers.get('connection')?.toLowerCase() ?? '';
    this.#keepAlive = status[1] === '1' ? !connection.includes('close') : connection.includes('keep-alive');
    return this.#frame();
  }

  #frame(): boolean {
    const length = this.#headers.get('content-length');
    if (this.#status === 204 || this.#status === 304) {
      this.#framing = 'length';
    } else if (this.#headers.has('transfer-encoding')) {
      this.#framing = 'chunked';
      return this.#headers.get('transfer-encoding')?.toLowerCase() === 'chunked';
    } else if (length === undefined) {
      this.#framing = 'until-close';
    } else {
      if (!/^\d{1,15}$/.test(length)) return false;
      this.#framing = 'length';
      this.#remaining = Number(length);
    }
    return true;
  }

  #readPlain(piece: Buffer): HttpResponse | Unreadable | undefined {
    if (this.#framing === 'until-close') return this.#add(piece) ? undefined : 'too-large';
    if (this.#remaining > this.#maxBodyBytes) return 'too-large';
    // More than was announced: whatever follows belongs to no request.
    if (piece.length > this.#remaining) this.#keepAlive = false;
    const part = piece.length > this.#remaining ? piece.subarray(0, this.#remaining) : piece;
    this.#remaining -= part.length;
    this.#add(part);
    return this.#remaining === 0 ? this.#response() : undefined;
  }

  /** `#remaining` is what is missing of the current chunk and the line end after it. */
  #readChunks(piece: Buffer): HttpResponse | Unreadable | undefined {
    let rest = piece;
    for (;;) {
      if (this.#remaining > 2) {
        const part = rest.subarray(0, this.#remaining - 2);
        if (!this.#add(part)) return 'too-large';
        this.#remaining -= part.length;
        rest = rest.subarray(part.length);
      }
      if (this.#remaining > 0 && this.#remaining <= 2) {
        const skipped = Math.min(rest.length, this.#remaining);
        this.#remaining -= skipped;
        rest = rest.subarray(skipped);
      }
      if (this.#remaining > 0) return undefined;
      const lineEnd = rest.indexOf('\r\n');
      if (lineEnd < 0) return this.#keep(rest);
      const size = /^([\da-f]{1,8})[ \t]*(?:;|$)/i.exec(rest.toString('latin1', 0, lineEnd));
      if (!size) return 'malformed';
      if (size[1] !== undefined && Number.parseInt(size[1], 16) === 0)
        return this.#readTrailers(rest, lineEnd);
      this.#remaining = Number.parseInt(size[1] as string, 16) + 2;
      rest = rest.subarray(lineEnd + 2);
    }
  }

  /** After the last chunk: fields that are dropped, then an empty line. */
  #readTrailers(rest: Buffer, lineEnd: number): HttpResponse | Unreadable | undefined {
    const end = rest.indexOf(HEAD_END, lineEnd);
    if (end < 0) return this.#keep(rest);
    if (rest.length > end + 4) this.#keepAlive = false;
    return this.#response();
  }

  #keep(rest: Buffer): Unreadable | undefined {
    if (rest.length > MAX_HEAD) return 'malformed';
    if (rest.length > 0) this.#pending = rest;
    return undefined;
  }

  #add(part: Buffer): boolean {
    this.#bodyBytes += part.length;
    if (this.#bodyBytes > this.#maxBodyBytes) return false;
    if (part.length > 0) this.#body.push(part);
    return true;
  }

  #response(): HttpResponse {
    const [only, another] = this.#body;
    const body = only && !another ? only : Buffer.concat(this.#body);
    return { status: this.#status, headers: this.#headers, body };
  }
}
