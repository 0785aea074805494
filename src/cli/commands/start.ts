import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { clientEnvironment, connect } from '../connection.ts';
import { type ServerProcess, startServer } from '../server-process.ts';

interface Options {
  readonly state?: string;
  readonly port?: string;
  readonly host?: string;
  readonly deploy?: string;
  readonly ephemeral?: boolean;
  readonly iam?: string;
  readonly account?: string;
  readonly region?: string;
  readonly timeScale?: string;
  readonly enforceInstanceSize?: boolean;
  readonly logLevel?: string;
  readonly json?: boolean;
}

/** Starts the server, deploys a stack when one is named, and stays until Ctrl-C or the server's end. */
export async function start(options: Options): Promise<void> {
  const server = await startServer(serverOptions(options));
  stopOnSignals(server);
  if (!options.json) {
    console.log(
      `Postern is ready on ${server.url} in ${Math.round(server.startMs)} ms (state: ${options.ephemeral ? 'none' : server.state})`,
    );
  }
  const deployed = options.deploy ? await deploy(options, server) : 0;
  if (deployed !== 0) {
    server.stop();
    process.exitCode = deployed;
  } else if (options.json && !options.deploy)
    console.log(JSON.stringify({ url: server.url, state: server.state }));
  else if (!options.json) console.log('Ctrl-C stops everything.');
  const code = await server.exited;
  if (code !== 0 && !process.exitCode) {
    console.error(`postern: the server ended with code ${code}`);
    process.exitCode = code;
  }
}

/** The options that are the server's, as it takes them. */
export function serverOptions(options: Options): string[] {
  const values = Object.entries({
    state: options.state,
    port: options.port,
    host: options.host,
    iam: options.iam,
    account: options.account,
    region: options.region,
    'time-scale': options.timeScale,
    'log-level': options.logLevel ?? process.env['POSTERN_LOG_LEVEL'] ?? 'warn',
  });
  const named = values.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const flags = { '--ephemeral': options.ephemeral, '--enforce-instance-size': options.enforceInstanceSize };
  return [...named, ...Object.entries(flags).flatMap(([flag, set]) => (set ? [flag] : []))];
}

/** Both end with this process's group on Ctrl-C; a signal to this process alone is passed on. */
export function stopOnSignals(server: ServerProcess): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.stop());
}

/** Runs the script as a client of the server; @returns its exit code */
async function deploy(options: Options, server: ServerProcess): Promise<number> {
  const connection = await connect({ state: server.state });
  const script = resolve(options.deploy as string);
  const child = spawn(process.execPath, [script, ...(options.json ? ['--json'] : [])], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...clientEnvironment(connection) },
  });
  return new Promise((done) =>
    child.once('exit', (code, signal) => done(code ?? (signal === 'SIGINT' ? 130 : 1))),
  );
}
