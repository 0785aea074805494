// The program of a Node worker: speaks frames over file descriptor 3, messages over 4. It starts before it has a function.
import { createRequire, flushCompileCache } from 'node:module';
import { Socket } from 'node:net';
import { encodeFrame, FrameReader } from '../../../../kit/index.ts';
import { encodeTally, Frame, type Initialisation, type InvocationHeader } from '../../conversation/frames.ts';
import { current, replaceConsole, writeLine } from './console.ts';
import { describeError, errorForLog, RuntimeError } from './errors.ts';
import { declareStreaming, loadHandler, type UserHandler } from './load-handler.ts';
import { openPeakMemory } from './peak-memory.ts';
import { installFallbacks, setFallbacks } from './resolve.ts';
import { type Result, runHandler } from './run-handler.ts';
import { replaceStandardStreams, written } from './streams.ts';

const MOST_FRAME_BYTES = 16 * 1024 * 1024;

const [sdkFolder = '', ...preload] = process.argv.splice(2);
const peakMemory = openPeakMemory();
const channel = new Socket({ fd: 3 });
const hold = { take: () => void channel.ref(), release: () => void channel.unref() };
let made: Initialisation | undefined;
let handler: UserHandler | undefined;

const tally = (): Buffer => encodeTally({ peakMemoryBytes: peakMemory(), ...written });
const say = (kind: number, payload: Uint8Array): void =>
  void channel.write(encodeFrame(kind, tally(), payload));
const sayError = (kind: number, error: unknown): void =>
  say(kind, Buffer.from(JSON.stringify(describeError(error))));

replaceStandardStreams();
replaceConsole();
declareStreaming();
installFallbacks();
endOn('uncaughtException', 129, (error) => error, 'Uncaught Exception');
endOn('unhandledRejection', 128, explainRejection, 'Unhandled Promise Rejection');
const reader = new FrameReader(MOST_FRAME_BYTES, hear, () => process.exit(1));
channel.on('data', (chunk: Buffer) => reader.push(chunk));
channel.on('end', () => process.exit(0));
channel.on('error', () => process.exit(0));
for (const name of preload) load(name);
channel.write(encodeFrame(Frame.ready));
flushCompileCache(); // most workers are killed, and would never write it

function load(name: string): void {
  try {
    createRequire(`${sdkFolder}/from.js`)(name);
  } catch {
    // not installed: functions that need it bring their own
  }
}

function hear(kind: number, body: Buffer): void {
  if (kind === Frame.initialise) void initialise(JSON.parse(body.toString()) as Initialisation);
  else if (kind === Frame.invoke) void invoke(body);
}

async function initialise(wanted: Initialisation): Promise<void> {
  made = wanted;
  for (const name of Object.keys(process.env)) if (!(name in wanted.env)) delete process.env[name];
  Object.assign(process.env, wanted.env);
  process.chdir(wanted.codeDirectory);
  const layers = `${wanted.layerDirectory}/nodejs`;
  const nodePath = [
    `${layers}/node${wanted.generation}/node_modules`,
    `${layers}/node_modules`,
    wanted.env['NODE_PATH'],
  ];
  setFallbacks([`${layers}/node${wanted.generation}`, layers], sdkFolder, nodePath.filter(Boolean).join(':'));
  try {
    handler = await loadHandler(wanted.codeDirectory, wanted.handler, wanted.generation);
    channel.write(encodeFrame(Frame.initialised));
  } catch (error) {
    writeLine('ERROR', `Uncaught Exception \t${errorForLog(error)}`);
    sayError(Frame.initFailed, error);
  }
}

async function invoke(body: Buffer): Promise<void> {
  const headerEnd = 4 + body.readUInt32LE(0);
  const header = JSON.parse(body.toString('utf8', 4, headerEnd)) as InvocationHeader;
  current.requestId = header.id;
  process.env['_X_AMZN_TRACE_ID'] = header.trace;
  let event: unknown;
  try {
    event = JSON.parse(body.toString('utf8', headerEnd));
  } catch (error) {
    return say(Frame.unreadable, Buffer.from((error as Error).message));
  }
  answer(await runHandler(handler as UserHandler, event, made as Initialisation, header, hold));
}

function answer(result: Result): void {
  if (!result.ok) return fail(result.error);
  let text: string;
  try {
    text = JSON.stringify(result.value) ?? 'null';
  } catch (error) {
    return fail(
      new RuntimeError(
        'Runtime.MarshalError',
        `Unable to stringify response body: ${(error as Error).message}`,
      ),
    );
  }
  const payload = Buffer.from(text);
  const most = made?.mostAnswerBytes ?? 0;
  if (payload.length > most) {
    const message = `Response payload size exceeded maximum allowed payload size (${most} bytes).`;
    return say(
      Frame.failed,
      Buffer.from(JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage: message })),
    );
  }
  say(Frame.answered, payload);
}

function fail(error: unknown): void {
  writeLine('ERROR', `Invoke Error \t${errorForLog(error)}`);
  sayError(Frame.failed, error);
}

/** What nobody caught ends the worker, and the request with it. */
function endOn(
  event: 'uncaughtException' | 'unhandledRejection',
  code: number,
  explain: (thrown: unknown) => unknown,
  words: string,
): void {
  process.on(event as 'uncaughtException', (thrown: unknown) => {
    const error = explain(thrown);
    writeLine('ERROR', `${words} \t${errorForLog(error)}`);
    hold.take();
    sayError(handler ? Frame.fatal : Frame.initFailed, error);
    channel.end(() => process.exit(code));
  });
}

function explainRejection(reason: unknown): unknown {
  const error = new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason));
  if (reason instanceof Error && reason.stack) error.stack = `${error.name}: ${reason.stack}`;
  return error;
}
