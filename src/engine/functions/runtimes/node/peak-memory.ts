import { openSync, readSync } from 'node:fs';

/** How long a figure is good for, milliseconds: it is asked for with every answer. */
const GOOD_FOR_MS = 20;

/** Tells the most memory this process ever held, bytes. */
export function openPeakMemory(): () => number {
  const status = process.platform === 'linux' ? openSync('/proc/self/status', 'r') : undefined;
  const text = Buffer.alloc(4096);
  let known = 0;
  let at = -Infinity;
  return () => {
    const now = performance.now();
    if (now - at < GOOD_FOR_MS) return known;
    at = now;
    if (status === undefined) known = process.resourceUsage().maxRSS * 1024;
    else {
      // Not `getrusage`: what it tells outlives `exec` and is Postern's own peak.
      const length = readSync(status, text, 0, text.length, 0);
      const found = /VmHWM:\s*(\d+)/.exec(text.toString('latin1', 0, length));
      known = Number(found?.[1] ?? 0) * 1024;
    }
    return known;
  };
}
