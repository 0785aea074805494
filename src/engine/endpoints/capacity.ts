import type { MachineMemory } from '../../machine/index.ts';

/** What is known of the memory that the instances of a variant take, bytes; grows as they do. */
export interface Footprint {
  bytes: number;
}

/** What an instance is taken to need before one like it has been seen, bytes. */
const FIRST_GUESS_BYTES = 64 * 1024 ** 2;

/** Instances that one machine runs at most, whatever its memory. */
const MAX_INSTANCES = 512;
/** Left to the machine and to ourselves: of the whole memory this share, and at least so much, bytes. */
const KEPT_SHARE = 0.05;
const KEPT_BYTES = 256 * 1024 ** 2;
/** Variants whose footprint is remembered. */
const MOST_FOOTPRINTS = 2_000;

/** A place for an instance on this machine, until it is disposed. */
export interface Slot extends Disposable {
  /** It has taken the memory it needs: from now on what the machine says is available is without it. */
  settled(): void;
}

/**
 * What the machine can take: an instance that would leave it without memory is not started. Those that have started a
 * moment ago are counted with what they are expected to take.
 */
export class Capacity {
  readonly #memory: () => MachineMemory;
  readonly #maxInstances: number;
  readonly #footprints = new Map<string, Footprint>();
  #instances = 0;
  #promisedBytes = 0;

  constructor(memory: () => MachineMemory, maxInstances: number = MAX_INSTANCES) {
    this.#memory = memory;
    this.#maxInstances = maxInstances;
  }

  /** A place for an instance that is expected to take so much memory, or why there is none. */
  admit(bytes: number): Slot | string {
    if (this.#instances >= this.#maxInstances) {
      return `the machine runs ${this.#instances} instances, and no more than that`;
    }
    const { totalBytes, availableBytes } = this.#memory();
    const kept = Math.max(KEPT_BYTES, totalBytes * KEPT_SHARE);
    const free = availableBytes - this.#promisedBytes - kept;
    if (bytes > free) {
      return `an instance takes some ${mib(bytes)} MiB of memory, and the machine has ${mib(Math.max(0, free))} MiB to give`;
    }
    return this.#slot(bytes);
  }

  /** The footprint of a variant, by endpoint and name: a new version of it is expected to take what the one before did. */
  footprintOf(variant: string): Footprint {
    const known = this.#footprints.get(variant);
    if (known) return known;
    const [oldest] = this.#footprints.keys();
    if (oldest !== undefined && this.#footprints.size >= MOST_FOOTPRINTS) this.#footprints.delete(oldest);
    const footprint = { bytes: FIRST_GUESS_BYTES };
    this.#footprints.set(variant, footprint);
    return footprint;
  }

  #slot(bytes: number): Slot {
    this.#instances++;
    this.#promisedBytes += bytes;
    let promised = bytes;
    let held = true;
    const settled = () => {
      this.#promisedBytes -= promised;
      promised = 0;
    };
    return {
      settled,
      [Symbol.dispose]: () => {
        settled();
        if (held) this.#instances--;
        held = false;
      },
    };
  }
}

const mib = (bytes: number): number => Math.floor(bytes / 1024 ** 2);
