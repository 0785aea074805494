import type { LogSink, MetricSink } from '../telemetry/index.ts';
import { contextVariable } from './context-variables.ts';
import type { Outcome } from './outcome.ts';
import { braces, KeptLog, writeExecutionLog } from './execution-log.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Seen } from './request.ts';
import type { Ran } from './run.ts';
import { substitute } from './template.ts';

/** Where what happened is kept. */
export interface Sinks {
  readonly metrics: MetricSink;
  readonly logs: LogSink;
  /** The log stream lines go to. */
  readonly stream: string;
}

/** Measures and logs one answered request. */
export function record(
  ran: Ran,
  answer: Answer,
  sent: { responseBytes: number; latencyMs: number },
  { metrics, logs, stream }: Sinks,
): void {
  const { seen } = ran;
  const outcome: Outcome = {
    status: answer.status,
    ...sent,
    ...(ran.integration && { integration: ran.integration }),
    ...(ran.answer instanceof Refusal && { refusal: ran.answer }),
  };
  recordMetrics(seen, outcome, metrics);
  writeAccessLog(seen, outcome, logs, stream);
  if (!(seen.log instanceof KeptLog)) return;
  logEnd(ran, answer, seen.log);
  const level = seen.route?.settings.logging ?? 'error';
  if (level === 'info' || (level === 'error' && outcome.refusal))
    writeExecutionLog(seen.log, seen, logs, stream);
}

/** The last lines of a request's execution log. */
export function logEnd({ answer: outcome }: Ran, answer: Answer, log: KeptLog): void {
  if (outcome instanceof Refusal) log.error(outcome.reason);
  if (log.tracing) log.trace(`Method response body after transformations: ${answer.body.toString()}`);
  if (log.detailed) log.info(`Method response headers: ${braces(answer.headers)}`);
  if (!(outcome instanceof Refusal)) log.info('Successfully completed execution');
  log.info(`Method completed with status: ${answer.status}`);
}

/**
 * Measures one answered request.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
function recordMetrics(request: Seen, outcome: Outcome, sink: MetricSink): void {
  const { api, name } = request.stage;
  const values = [
    ['Count', 1, 'Count'],
    ['4XXError', outcome.status >= 400 && outcome.status < 500 ? 1 : 0, 'Count'],
    ['5XXError', outcome.status >= 500 ? 1 : 0, 'Count'],
    ['Latency', outcome.latencyMs, 'Milliseconds'],
    ...(outcome.integration
      ? [['IntegrationLatency', outcome.integration.latencyMs, 'Milliseconds'] as const]
      : []),
  ] as const;
  const groups: Readonly<Record<string, string>>[] = [...request.stage.dimensions];
  if (request.route?.settings.detailedMetrics) {
    const { resourcePath, method } = request.route;
    groups.push({ ApiName: api.name, Stage: name, Resource: resourcePath, Method: method });
  }
  for (const dimensions of groups) {
    for (const [metric, value, unit] of values) {
      sink.record({
        account: api.account,
        region: api.region,
        namespace: 'AWS/ApiGateway',
        name: metric,
        dimensions,
        value,
        unit,
        timeMs: request.timeMs,
      });
    }
  }
}

/** Writes the access log line of one answered request, if its stage keeps one. */
function writeAccessLog(request: Seen, outcome: Outcome, sink: LogSink, stream: string): void {
  const { accessLog, api } = request.stage;
  if (!accessLog) return;
  const message = substitute(
    accessLog.format,
    (name) =>
      name.startsWith('context.')
        ? contextVariable(name.slice('context.'.length), request, outcome)
        : undefined,
    '-',
  );
  sink.append({
    account: api.account,
    region: api.region,
    group: accessLog.logGroup,
    stream,
    events: [{ timeMs: request.timeMs, message }],
  });
}
