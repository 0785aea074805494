import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { APIGatewayClient, type APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import type { FunctionCall, FunctionOutcome } from '../../../src/engine/gateway/index.ts';
import type { LogBatch, MetricSample } from '../../../src/engine/telemetry/index.ts';
import { type Clock, randomIds, silent, systemClock } from '../../../src/kit/index.ts';
import { openApiGateway } from '../../../src/services/api-gateway/index.ts';
import { openIam } from '../../../src/services/iam/index.ts';
import { Store } from '../../../src/store/index.ts';
import { createAuthenticator, createWire, type Wire } from '../../../src/wire/index.ts';

export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';
export const credentials = { accessKeyId: 'AKIAPOSTERNROOT00000', secretAccessKey: 'secret' };
/** The invocation URI of a function. */
export const functionUri = (name: string): string =>
  `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}/invocations`;

/** What stands in for the functions: the gateway's own port. */
export type Invoke = (call: FunctionCall) => FunctionOutcome | Promise<FunctionOutcome>;

/** A proxy function that returns the event it was given. */
const echo: Invoke = ({ payload }) => ({
  kind: 'answered',
  payload: Buffer.from(JSON.stringify({ statusCode: 200, body: payload.toString() })),
  requestId: 'function-request',
});

/** API Gateway behind the real wire on a port of its own, with IAM enforced. */
export async function openHouse(options: { path?: string; invoke?: Invoke; clock?: Clock } = {}) {
  const { path = ':memory:', invoke = echo, clock = systemClock } = options;
  const store = new Store(path);
  const metrics: MetricSample[] = [];
  const logs: LogBatch[] = [];
  const iam = openIam({
    clock,
    ids: randomIds,
    store,
    root: { ...credentials, account: ACCOUNT },
    enforce: true,
  });
  const authenticate = createAuthenticator({
    credentials: iam.credentials,
    nowMs: () => clock.now(),
    enforce: true,
    defaultAccount: ACCOUNT,
    defaultRegion: REGION,
  });
  const gateway = openApiGateway({
    clock,
    ids: randomIds,
    log: silent,
    store,
    metrics: { record: (sample) => void metrics.push(sample) },
    logs: { append: (batch) => void logs.push(batch) },
    authenticate,
    authorizer: iam.authorizer,
    functions: { invoke: async (call) => invoke(call) },
  });
  const wire: Wire = createWire({
    definitions: [iam.definition, gateway.definition],
    authenticate,
    authorizer: iam.authorizer,
    clock,
    ids: randomIds,
    log: silent,
    sites: [gateway.site],
  });
  await gateway.resume();
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) =>
    wire.handle(request, response, { sourceIp: request.socket.remoteAddress ?? '', secure: false }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = (more: APIGatewayClientConfig = {}) =>
    new APIGatewayClient({ endpoint, region: REGION, credentials, maxAttempts: 1, ...more });
  return {
    endpoint,
    port,
    iam,
    metrics,
    logs,
    client,
    /** The URL of a stage by its path form. */
    stageUrl: (apiId: string, stage: string) => `${endpoint}/restapis/${apiId}/${stage}/_user_request_`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gateway[Symbol.asyncDispose]();
      store[Symbol.dispose]();
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;
