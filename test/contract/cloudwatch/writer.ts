// Takes a metric and a log event as the services do, says so, and waits to be killed.
import { openTelemetry } from '../../../src/engine/telemetry/index.ts';
import { silent, systemClock } from '../../../src/kit/index.ts';

const owner = { account: '000000000000', region: 'us-east-1' };
const telemetry = openTelemetry({ directory: process.argv[2] as string, clock: systemClock, log: silent });
const series = { ...owner, namespace: 'n', name: 'm', dimensions: {}, unit: 'None', resolution: 60 } as const;
await telemetry.metrics.put([{ ...series, timeMs: Date.now(), values: [[7, 1]] }]);
const group = { ...owner, group: 'g' };
telemetry.logs.createGroup(group, 'STANDARD', {});
telemetry.logs.createStream(group, 's');
telemetry.logs.put(group, 's', [{ timeMs: Date.now(), message: 'kept' }]);
process.stdout.write('taken\n');
setInterval(() => undefined, 60_000);
