import { styleText } from 'node:util';
import { request } from 'undici';
import { connect, type Whereabouts } from '../connection.ts';
import { startServer } from '../server-process.ts';

interface Capability {
  readonly name: string;
  readonly available: boolean;
  readonly detail: string;
  readonly fix: string;
}

/** Prints what this machine can do, as the running server found it, or one started for the question. */
export async function doctor(options: Whereabouts & { json?: boolean }): Promise<void> {
  const running = await connect(options).catch(() => undefined);
  const server = running
    ? undefined
    : await startServer(['--ephemeral', '--port', '0', '--log-level', 'error']);
  try {
    const answer = await request(`${running?.url ?? server?.url}/_postern/health`);
    const { capabilities } = (await answer.body.json()) as { capabilities: Capability[] };
    if (options.json) return console.log(JSON.stringify(capabilities, null, 2));
    for (const { name, available, detail, fix } of capabilities) {
      console.log(
        `${available ? styleText('green', 'yes') : styleText('yellow', ' no')}  ${name.padEnd(16)} ${detail}`,
      );
      if (!available) console.log(`     ${''.padEnd(16)} fix: ${fix}`);
    }
  } finally {
    server?.stop();
    await server?.exited;
  }
}
