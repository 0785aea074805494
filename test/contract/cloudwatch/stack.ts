import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { openTelemetry, type Telemetry } from '../../../src/engine/telemetry/index.ts';
import { silent, systemClock } from '../../../src/kit/index.ts';
import { openCloudWatch } from '../../../src/services/cloudwatch/index.ts';
import { Store } from '../../../src/store/index.ts';
import { type IdentityServer, openIdentityServer } from '../iam/identity-server.ts';

/** CloudWatch behind a real port. */
export interface CloudWatchStack extends AsyncDisposable {
  readonly telemetry: Telemetry;
  readonly identity: IdentityServer;
  readonly client: CloudWatchClient;
}

/** Opens CloudWatch with nothing in it. */
export async function openCloudWatchStack(): Promise<CloudWatchStack> {
  const telemetry = openTelemetry({ directory: undefined, clock: systemClock, log: silent });
  const store = new Store(':memory:');
  const identity = await openIdentityServer({
    definitions: () => [
      openCloudWatch({
        clock: systemClock,
        log: silent,
        store,
        metrics: telemetry.metrics,
        timeScale: 1,
        inside: { call: () => Promise.reject(new Error('nobody else is here')) },
        background: () => {},
        alarmActions: () => {},
      }).definition,
    ],
  });
  const client = new CloudWatchClient({
    endpoint: identity.url,
    region: 'eu-west-1',
    credentials: identity.root,
    maxAttempts: 1,
  });
  return {
    telemetry,
    identity,
    client,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await identity[Symbol.asyncDispose]();
      await telemetry[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
}
