import { confirm, isCancel } from '@clack/prompts';
import { connect, type Whereabouts } from '../connection.ts';
import { control } from '../control.ts';

/** Deletes everything on the server; asks first on a terminal. */
export async function reset(options: Whereabouts & { yes?: boolean; json?: boolean }): Promise<void> {
  const connection = await connect(options);
  if (!options.yes) {
    if (!process.stdin.isTTY) throw new Error('say --yes: this deletes everything on the server');
    const sure = await confirm({ message: `Delete everything on ${connection.url}?`, initialValue: false });
    if (isCancel(sure) || !sure) return;
  }
  const startedAt = performance.now();
  await control(connection, 'POST', '/_postern/reset');
  const tookMs = Math.round(performance.now() - startedAt);
  console.log(
    options.json ? JSON.stringify({ reset: true, tookMs }) : `Everything is deleted (${tookMs} ms).`,
  );
}
