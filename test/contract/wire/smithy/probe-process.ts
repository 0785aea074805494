import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROBE = fileURLToPath(new URL('../../../../tools/protocol-probe.ts', import.meta.url));

/** Runs the probe over lines; answers in order. */
export async function runProbe<Answer>(
  args: readonly string[],
  lines: readonly unknown[],
): Promise<Answer[]> {
  const child = spawn(process.execPath, [PROBE, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  child.stdin.end(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  const answers: Answer[] = [];
  for await (const text of createInterface({ input: child.stdout })) answers.push(JSON.parse(text) as Answer);
  await exited;
  return answers;
}
