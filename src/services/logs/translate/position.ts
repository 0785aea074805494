import type { Position } from '../../../engine/telemetry/index.ts';
import { invalidToken } from '../faults.ts';
import { TOKEN_MS } from '../limits.ts';

/** A place in the order of events as 56 digits: the form of AWS's event ids. */
export const positionText = ({ timeMs, id }: Position): string =>
  `3${String(timeMs).padStart(16, '0')}${String(id).padStart(39, '0')}`;

/** A token of GetLogEvents: from which place to read on, and which way. */
export interface StreamToken {
  readonly way: 'f' | 'b';
  readonly position: Position;
}

/** `f/.../s` reads on forward, `b/.../s` backward. */
export const writeStreamToken = ({ way, position }: StreamToken): string =>
  `${way}/${positionText(position)}/s`;

/**
 * Reads a token of {@link writeStreamToken}.
 * @throws Fault when it is not one
 */
export function readStreamToken(token: string): StreamToken {
  const found = /^([fb])\/3(\d{16})(\d{39})\/s$/.exec(token);
  if (!found) throw invalidToken();
  return { way: found[1] as 'f' | 'b', position: { timeMs: Number(found[2]), id: Number(found[3]) } };
}

/** A token of the other paginated operations: what the next page begins after, and when it was given out. */
export const writeToken = (after: unknown, nowMs: number): string =>
  Buffer.from(JSON.stringify([nowMs, after])).toString('base64url');

/**
 * Reads a token of {@link writeToken}.
 * @throws Fault when it is not one, or older than a day
 */
export function readToken<After>(token: string, nowMs: number): After {
  try {
    const [givenMs, after] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [number, After];
    if (nowMs - givenMs <= TOKEN_MS && after !== undefined) return after;
  } catch {
    // not one of ours
  }
  throw invalidToken();
}
