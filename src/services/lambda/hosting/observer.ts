import type { FunctionEvent, Invocation } from '../../../engine/functions/index.ts';
import type { LogSink, MetricSink } from '../../../engine/telemetry/index.ts';
import type { VersionRow } from '../records/rows.ts';
import { runtimeVersionArn } from '../translate/configuration.ts';
import { endLines, initLine, startLine } from './report.ts';

/** Where the events of functions go. */
export interface Sinks {
  readonly logs: LogSink;
  readonly metrics: MetricSink;
}

/**
 * Writes what happens in one version of a function to its log and to the metrics of `AWS/Lambda`.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class Observer {
  readonly #sinks: Sinks;
  readonly #account: string;
  readonly #region: string;
  readonly #row: VersionRow;
  readonly #dimensions: Readonly<Record<string, string>>;
  /** By the ARN of a qualifier that it was called by; bounded by the versions and aliases there are. */
  readonly #qualified = new Map<string, Readonly<Record<string, string>> | undefined>();
  #inFlight = 0;
  /** Workers that are kept up ahead of requests. */
  provided = 0;

  constructor(sinks: Sinks, account: string, region: string, row: VersionRow) {
    this.#sinks = sinks;
    this.#account = account;
    this.#region = region;
    this.#row = row;
    this.#dimensions = Object.freeze({ FunctionName: row.name });
  }

  /** Takes one event. */
  observe(event: FunctionEvent): void {
    switch (event.kind) {
      case 'worker-started': {
        const arn = runtimeVersionArn(this.#region, event.runtime);
        return this.#log(event.stream, event.timeMs, [initLine(event.runtime, arn)]);
      }
      case 'lines':
        return this.#append(event.stream, event.lines);
      case 'started':
        return this.#started(event);
      case 'ended':
        return this.#ended(event);
      case 'throttled':
        return this.#measure(event.invocation, event.timeMs, [['Throttles', 1, 'Count']]);
    }
  }

  #started({ stream, timeMs, invocation }: Extract<FunctionEvent, { kind: 'started' }>): void {
    this.#inFlight++;
    const line = startLine(invocation.id, this.#row.version);
    this.#log(stream, timeMs, [line]);
    invocation.onLine?.({ timeMs, message: line });
    this.#record('ConcurrentExecutions', this.#inFlight, 'Count', timeMs, this.#dimensions);
    if (this.provided > 0) this.#measureProvided(invocation, timeMs);
  }

  #ended({ stream, timeMs, invocation, outcome }: Extract<FunctionEvent, { kind: 'ended' }>): void {
    this.#inFlight--;
    const about = { timeMs, timeoutMs: this.#row.timeout * 1000, memoryMb: this.#row.memorySize };
    const lines = endLines(invocation.id, outcome, about);
    this.#log(stream, timeMs, lines);
    for (const message of lines) invocation.onLine?.({ timeMs, message });
    this.#measure(invocation, timeMs, [
      ['Invocations', 1, 'Count'],
      ['Errors', outcome.kind === 'answered' ? 0 : 1, 'Count'],
      ['Duration', outcome.cost.durationMs, 'Milliseconds'],
    ]);
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html */
  #measureProvided(invocation: Invocation, timeMs: number): void {
    const inside = Math.min(this.#inFlight, this.provided);
    const spills = this.#inFlight > this.provided;
    this.#measure(invocation, timeMs, [
      ['ProvisionedConcurrentExecutions', inside, 'Count'],
      ['ProvisionedConcurrencyUtilization', inside / this.provided, 'None'],
      ['ProvisionedConcurrencyInvocations', spills ? 0 : 1, 'Count'],
      ['ProvisionedConcurrencySpilloverInvocations', spills ? 1 : 0, 'Count'],
    ]);
  }

  /** Of the function, and again of the qualifier it was called by. */
  #measure(
    invocation: Invocation,
    timeMs: number,
    samples: readonly (readonly [string, number, string])[],
  ): void {
    const resource = this.#dimensionsOf(invocation.arn);
    for (const [name, value, unit] of samples) {
      this.#record(name, value, unit, timeMs, this.#dimensions);
      if (resource) this.#record(name, value, unit, timeMs, resource);
    }
  }

  #dimensionsOf(arn: string): Readonly<Record<string, string>> | undefined {
    if (this.#qualified.has(arn)) return this.#qualified.get(arn);
    const qualifier = arn.split(':')[7];
    const FunctionName = this.#row.name;
    const dimensions = qualifier
      ? Object.freeze({ FunctionName, Resource: `${FunctionName}:${qualifier}` })
      : undefined;
    this.#qualified.set(arn, dimensions);
    return dimensions;
  }

  #record(
    name: string,
    value: number,
    unit: string,
    timeMs: number,
    dimensions: Readonly<Record<string, string>>,
  ): void {
    const where = { account: this.#account, region: this.#region, namespace: 'AWS/Lambda' };
    this.#sinks.metrics.record({ ...where, name, dimensions, value, unit, timeMs });
  }

  #log(stream: string, timeMs: number, messages: readonly string[]): void {
    this.#append(
      stream,
      messages.map((message) => ({ timeMs, message })),
    );
  }

  #append(stream: string, events: readonly { timeMs: number; message: string }[]): void {
    this.#sinks.logs.append({
      account: this.#account,
      region: this.#region,
      group: this.#row.logGroup,
      stream,
      events,
    });
  }
}
