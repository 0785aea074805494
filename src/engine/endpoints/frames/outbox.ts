import type { Socket } from 'node:net';

/** Frames on their way out: those of one turn of the event loop leave in one write, for each write wakes the other side. */
export class Outbox {
  readonly #socket: Socket;
  #frames: Buffer[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  add(frame: Buffer): void {
    this.#frames.push(frame);
    if (this.#frames.length === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const frames = this.#frames;
    this.#frames = [];
    const [only, another] = frames;
    if (only && !this.#socket.destroyed) this.#socket.write(another ? Buffer.concat(frames) : only);
  }
}
