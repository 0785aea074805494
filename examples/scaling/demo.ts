/**
 * `npm run demo:scaling`: a load that rises and falls on an endpoint that follows it. Target tracking as on AWS, its minutes shortened to
 * two seconds. Ends with a plot.
 */
import { fileURLToPath } from 'node:url';
import { clientEnvironment, connect } from '../../src/cli/connection.ts';
import { startServer } from '../../src/cli/server-process.ts';
import { writePlot } from '../../src/plot/index.ts';
import type { Look } from './view.ts';

const TIME_SCALE = 30;
const LOOK_MS = 1_000;
const HIGH = 110;
const LOW = 15;
/** So long it rises, stays, falls and stays, seconds. */
const PHASES = { low: 10, rising: 10, high: 30, falling: 5, lowAgain: 50 } as const;
const MODEL = fileURLToPath(new URL('../ridership/models/boosted.onnx', import.meta.url));

function loadAt(seconds: number): number {
  const { low, rising, high, falling } = PHASES;
  if (seconds < low) return LOW;
  if (seconds < low + rising) return LOW + ((HIGH - LOW) * (seconds - low)) / rising;
  if (seconds < low + rising + high) return HIGH;
  const fallen = (seconds - low - rising - high) / falling;
  return fallen < 1 ? HIGH - (HIGH - LOW) * fallen : LOW;
}

const wholeSeconds = Object.values(PHASES).reduce((sum, part) => sum + part, 0);
const server = await startServer([
  '--ephemeral',
  '--port',
  '0',
  '--time-scale',
  String(TIME_SCALE),
  '--log-level',
  'error',
]);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    server.stop();
    process.exit(130);
  });
Object.assign(process.env, clientEnvironment(await connect({ state: server.state })));
console.log(`Postern on ${server.url}; one minute of CloudWatch lasts ${60 / TIME_SCALE} s`);

// Loaded now: their clients read the environment.
const { BOUNDS, deploy } = await import('./stack.ts');
const { Load } = await import('./load.ts');
const { standing } = await import('./watch.ts');
const { View } = await import('./view.ts');
await deploy(MODEL);
const looks: Look[] = [];
{
  await using load = new Load(loadAt);
  const view = new View();
  while (load.seconds < wholeSeconds) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const look = { seconds: load.seconds, perSecond: load.perSecond, ...load.take(), ...(await standing()) };
    looks.push(look);
    view.show(look, { perSecond: HIGH, instances: BOUNDS.MaxCapacity });
  }
}
server.stop();
const line = (name: string, value: (look: Look) => number) => ({
  name,
  points: looks.map((look) => [look.seconds, value(look)] as const),
});
const file = await writePlot(process.cwd(), 'scaling', {
  kind: 'lines',
  title: 'An endpoint that follows its load',
  note: `target tracking on InvocationsPerInstance; time scale ${TIME_SCALE}; load in tens of requests a second`,
  xLabel: 'seconds',
  yLabel: 'instances, load / 10',
  series: [
    line('load / 10', ({ perSecond }) => perSecond / 10),
    line('desired', ({ desired }) => desired),
    line('running', ({ running }) => running),
  ],
});
const failed = looks.reduce((sum, look) => sum + look.failed, 0);
const most = Math.max(...looks.map(({ running }) => running));
console.log(
  `scaled from 1 to ${most} and back to ${looks.at(-1)?.running}; ${failed} failed requests; plot: ${file}`,
);
