import { run } from '../../other-clients.ts';
import type { Stack } from './stack.ts';

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
