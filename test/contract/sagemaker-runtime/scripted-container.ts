import { tarGz } from '../sagemaker/fixtures.ts';
import type { Stack } from '../sagemaker/stack.ts';

/**
 * A container that does what its request says, a JSON document: answers `pieces` one every `everyMs`, then ends, or `end`: dies (of the
 * exit code), breaks the connection or hangs; or answers `status` with `pieces`. `GET /seen` tells of connections that callers closed.
 */
const program = `
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
let closed = 0, written = 0, under = 0, most = 0;
createServer(async (request, response) => {
  if (request.url === '/ping') return response.end();
  let said = '';
  for await (const piece of request) said += piece;
  const ask = JSON.parse(said);
  if (ask.tell) return response.end(JSON.stringify({ closed, written, most, headers: request.headers }));
  response.on('close', () => { if (!response.writableFinished) closed++; });
  under++; most = Math.max(most, under);
  await wait(ask.afterMs ?? 0);
  response.writeHead(ask.status ?? 200, { 'content-type': ask.type ?? 'text/plain', 'x-amzn-sagemaker-custom-attributes': 'from-model' });
  response.flushHeaders();
  const pieces = ask.pieces ?? Array.from({ length: ask.many ?? 0 }, () => 'x'.repeat(ask.bytes));
  for (const piece of pieces) {
    if (response.destroyed) break;
    if (!response.write(piece)) await Promise.race([new Promise((free) => response.once('drain', free)), new Promise((gone) => response.once('close', gone))]);
    written++;
    if (ask.everyMs) await wait(ask.everyMs);
  }
  under--;
  if (ask.end) await wait(50); // what was written is on its way
  if (ask.end === 'die') process.exit(9);
  if (ask.end === 'break') return response.destroy();
  if (ask.end === 'hang') return;
  response.end();
}).listen(process.env.PORT, '127.0.0.1');
`;

/** Runs it. */
export const scriptedCommand = [process.execPath, '--input-type=module', '--eval', program];

/** Declares the image `scripted`. */
export const addScripted = (stack: Pick<Stack, 'images'>): void =>
  stack.images.add({ name: 'scripted', command: scriptedCommand });

/** The container of a model of that image. */
export const scriptedModel = { Image: 'scripted' };

/** An artifact, since a model has one. */
export const anything = tarGz([{ name: 'nothing', data: Buffer.from('-') }]);
