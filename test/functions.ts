import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomIds, silent, systemClock } from '../src/kit/index.ts';
import { type Machine, openMachine } from '../src/machine/index.ts';
import { Functions, type FunctionsOptions } from '../src/engine/functions/functions.ts';

/** A machine of a test's own with functions on it, and a directory for their code. */
export interface TestFunctions extends AsyncDisposable {
  readonly machine: Machine;
  readonly functions: Functions;
  readonly codeRoot: string;
}

/** Opens them; disposing leaves nothing behind. */
export async function openFunctions(
  options: Pick<Partial<FunctionsOptions>, 'warmRuntimes'> = {},
): Promise<TestFunctions> {
  await using parts = new AsyncDisposableStack();
  const scratch = mkdtempSync(join(tmpdir(), 'postern-functions-'));
  parts.defer(() => rmSync(scratch, { recursive: true, force: true }));
  const codeRoot = join(scratch, 'functions');
  mkdirSync(codeRoot);
  const searchPath = process.env['PATH'] ?? '';
  const base = { clock: systemClock, log: silent };
  const machine = parts.use(await openMachine({ ...base, searchPath, runRoot: join(scratch, 'run') }));
  const root = join(import.meta.dirname, '..');
  const folders = { sdk: root, own: join(root, 'src') };
  const functions = parts.use(
    new Functions({ ...base, machine, ids: randomIds, folders, codeRoot, ...options }),
  );
  const keep = parts.move();
  return { machine, functions, codeRoot, [Symbol.asyncDispose]: () => keep.disposeAsync() };
}
