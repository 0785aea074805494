import { MAX_PAYLOAD_BYTES } from '../limits.ts';

/** An answer that goes by in pieces, kept whole; one that is too long is let go. */
export class KeptAnswer {
  #pieces: Uint8Array[] | undefined = [];
  #bytes = 0;

  add(piece: Uint8Array): void {
    this.#bytes += piece.length;
    if (this.#bytes > MAX_PAYLOAD_BYTES) this.#pieces = undefined;
    this.#pieces?.push(piece);
  }

  /** `undefined` when it was too long. */
  get whole(): Buffer | undefined {
    return this.#pieces && Buffer.concat(this.#pieces);
  }
}
