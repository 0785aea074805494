/** What one of something needs, or an instance has. */
export interface Room {
  readonly cpus: number;
  readonly memoryMb: number;
}

/** Copies of one component that are to be placed. */
export interface Copies {
  readonly need: Room;
  readonly count: number;
}

/** How many instances copies need. */
export type Needed =
  | { readonly kind: 'instances'; readonly count: number }
  /** One copy alone is larger than an instance. */
  | { readonly kind: 'too-large'; readonly need: Room };

/** Rounding of fractions of processors must not cost an instance. */
const HAIR = 1e-9;

const fits = (need: Room, room: Room): boolean =>
  need.cpus <= room.cpus + HAIR && need.memoryMb <= room.memoryMb;

/** How much of an instance a copy takes: by what it takes most of. */
const share = (need: Room, size: Room): number =>
  Math.max(need.cpus / size.cpus, need.memoryMb / size.memoryMb);

/**
 * The instances that copies need when the largest are placed first, each on the first instance that has room for it.
 * @param size of each instance
 */
export function instancesNeeded(size: Room, all: readonly Copies[]): Needed {
  const open: Room[] = [];
  const largestFirst = all
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => share(b.need, size) - share(a.need, size));
  for (const { need, count } of largestFirst) {
    if (!fits(need, size)) return { kind: 'too-large', need };
    for (let copy = 0; copy < count; copy++) {
      const found = open.findIndex((room) => fits(need, room));
      const at = found < 0 ? open.length : found;
      const room = open[at] ?? size;
      open[at] = { cpus: room.cpus - need.cpus, memoryMb: room.memoryMb - need.memoryMb };
    }
  }
  return { kind: 'instances', count: open.length };
}
