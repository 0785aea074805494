import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program to its end and answers what it wrote; fails with that when it fails. */
export const run = promisify(execFile);

const works = (program: string, ...args: string[]): Promise<boolean> =>
  run(program, args).then(
    () => true,
    () => false,
  );

const [python, boto3, cli] = await Promise.all([
  works('python3', '--version'),
  works('python3', '-c', 'import boto3'),
  works('aws', '--version'),
]);

/** Why a test of a client that is not ours must be skipped on this machine; false where it need not. */
export const without = {
  python: !python && 'python3 was not found',
  boto3: !boto3 && 'boto3 was not found',
  cli: !cli && 'the AWS CLI was not found',
} as const;
