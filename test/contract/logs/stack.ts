import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { openTelemetry, type Telemetry } from '../../../src/engine/telemetry/index.ts';
import { type Clock, randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import { openLogs } from '../../../src/services/logs/index.ts';
import { type Credential, type IdentityServer, openIdentityServer } from '../iam/identity-server.ts';

/** CloudWatch Logs behind a real port, IAM enforced. */
export interface LogsStack extends AsyncDisposable {
  readonly telemetry: Telemetry;
  readonly identity: IdentityServer;
  readonly client: CloudWatchLogsClient;
  clientOf(credential: Credential): CloudWatchLogsClient;
}

/** Opens CloudWatch Logs with nothing in it. */
export async function openLogsStack({
  directory,
  clock = systemClock,
}: {
  directory?: string;
  clock?: Clock;
} = {}): Promise<LogsStack> {
  const telemetry = openTelemetry({ directory, clock, log: silent });
  const identity = await openIdentityServer({
    definitions: () => [openLogs({ clock: systemClock, ids: randomIds, logs: telemetry.logs }).definition],
  });
  const clients: CloudWatchLogsClient[] = [];
  const clientOf = (credentials: Credential): CloudWatchLogsClient => {
    const client = new CloudWatchLogsClient({
      endpoint: identity.url,
      region: 'eu-west-1',
      credentials,
      maxAttempts: 1,
      disableHostPrefix: true,
    });
    clients.push(client);
    return client;
  };
  return {
    telemetry,
    identity,
    client: clientOf(identity.root),
    clientOf,
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await identity[Symbol.asyncDispose]();
      await telemetry[Symbol.asyncDispose]();
    },
  };
}
