import { keepCompiled } from './compile-cache.ts';

/** When what was compiled is written down, after the first answers that are waited for, milliseconds. */
const WRITE_COMPILED_MS = 2_000;

/** The server's program: one JSON line on standard output once it is ready, its log on standard error, ends on SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const writeCompiled = keepCompiled(process.env['XDG_CACHE_HOME']);
  // Imported here, since only what is imported from now on is kept.
  const [{ readConfig }, { openServer }] = await Promise.all([import('./config.ts'), import('./server.ts')]);
  const untilStdinEnds = process.argv.includes('--until-stdin-ends');
  const config = readConfig(
    process.argv.slice(2).filter((option) => option !== '--until-stdin-ends'),
    process.env,
  );
  const server = await openServer(config, { searchPath: process.env['PATH'] ?? '' });
  console.log(JSON.stringify({ url: server.url, state: server.state }));
  setTimeout(writeCompiled, WRITE_COMPILED_MS).unref();
  await ending(untilStdinEnds);
  await server[Symbol.asyncDispose]();
}

/** Resolves on a signal, or when the command that started us has died. */
function ending(untilStdinEnds: boolean): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);
    if (untilStdinEnds) process.stdin.on('end', end).on('error', end).resume();
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(`postern: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
