/** A stack in a process of its own, to be killed: takes its state directory, tells its URL on standard output. */
import { startStack } from './stack.ts';

const stack = await startStack(process.argv[2] ?? '');
process.stdout.write(`${stack.url}\n`);
