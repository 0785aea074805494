import type { Readable } from 'node:stream';

/** The longest line that is kept whole, characters; a CloudWatch Logs event holds 256 KiB. */
const MAX_LINE = 250_000;

/**
 * Hands on the whole lines of a stream, those of one piece together; the last one also without a line end.
 * @returns resolves when the stream has ended
 */
export function readLines(stream: Readable, take: (lines: readonly string[]) => void): Promise<void> {
  let partial = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    const lines = (partial + piece).split('\n');
    partial = lines.pop() ?? '';
    while (partial.length > MAX_LINE) {
      lines.push(partial.slice(0, MAX_LINE));
      partial = partial.slice(MAX_LINE);
    }
    if (lines.length > 0) take(lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  });
  stream.on('end', () => {
    if (partial !== '') take([partial]);
  });
  stream.on('error', () => {}); // the process is what matters; it reports its own end
  return new Promise((resolve) => stream.once('close', resolve));
}
