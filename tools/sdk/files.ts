/** Writing generated files, or checking that they are what would be written. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder all generated files are in. */
export const GENERATED = fileURLToPath(new URL('../../generated/', import.meta.url));

/** JSON with one line an entry at the second level, so that differences can be read. */
export function formatJson(value: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(value).map(([name, part]) => {
    if (part === null || typeof part !== 'object') return `${JSON.stringify(name)}: ${JSON.stringify(part)}`;
    const [open, close] = Array.isArray(part) ? '[]' : '{}';
    const lines = Array.isArray(part)
      ? part.map((item) => JSON.stringify(item))
      : Object.entries(part).map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`);
    return lines.length === 0
      ? `${JSON.stringify(name)}: ${open}${close}`
      : `${JSON.stringify(name)}: ${open}\n${lines.join(',\n')}\n${close}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

/** Where generated files go: to disk, or into a comparison. */
export class Output {
  readonly #check: boolean;
  readonly #differing: string[] = [];

  /** @param check compare instead of write */
  constructor(check: boolean) {
    this.#check = check;
  }

  /** Writes, or compares, one file under `generated/`. */
  async put(path: string, text: string): Promise<void> {
    const file = GENERATED + path;
    if (this.#check) {
      const present = await readFile(file, 'utf8').catch(() => undefined);
      if (present !== text) this.#differing.push(path);
      return;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Says what differs, and sets the exit code when anything does. */
  finish(command: string): void {
    if (this.#differing.length === 0) return;
    console.error(`Out of date: ${this.#differing.join(', ')}. Run: ${command}`);
    process.exitCode = 1;
  }
}
