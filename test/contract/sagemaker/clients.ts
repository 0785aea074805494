import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Stack } from './stack.ts';

const run = promisify(execFile);

/** What of the other clients is on this machine. */
export const found = {
  boto3: works('python3', ['-c', 'import boto3']),
  cli: works('aws', ['--version']),
  python: works('python3', ['--version']),
};

function works(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const envOf = (stack: Stack) => ({ PATH: process.env['PATH'] ?? '', HOME: stack.state, ...stack.env });

/** Runs Python with boto3 at hand, and answers what it prints as JSON. */
export async function boto3(stack: Stack, script: string): Promise<unknown> {
  const { stdout } = await run('python3', ['-c', `import boto3, json\n${script}`], { env: envOf(stack) });
  return JSON.parse(stdout);
}

/** Runs the AWS CLI and answers what it prints as JSON. */
export async function cli(stack: Stack, ...args: string[]): Promise<unknown> {
  const { stdout } = await run('aws', [...args, '--output', 'json'], { env: envOf(stack) });
  return stdout === '' ? undefined : JSON.parse(stdout);
}
