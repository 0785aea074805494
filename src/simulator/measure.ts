import type { Flow } from './fleet.ts';

/** The metrics that a policy can follow here. */
export type MetricName =
  | 'invocations-per-instance'
  | 'concurrent-requests-per-instance'
  | 'utilisation-percent'
  | 'backlog-per-instance';

/** Puts the flow of steps together into datapoints of one metric, a period each. */
export class Measure {
  readonly #metric: MetricName;
  #sum = 0;
  #steps = 0;

  constructor(metric: MetricName) {
    this.#metric = metric;
  }

  add(flow: Flow, running: number): void {
    this.#steps++;
    this.#sum += valueOf(this.#metric, flow, running);
  }

  /** The datapoint of the period that ends now: its sum for invocations, its average for all else. */
  take(): number {
    const value = this.#metric === 'invocations-per-instance' ? this.#sum : this.#sum / this.#steps;
    this.#sum = 0;
    this.#steps = 0;
    return value;
  }
}

function valueOf(metric: MetricName, flow: Flow, running: number): number {
  const instances = Math.max(1, running);
  switch (metric) {
    case 'invocations-per-instance':
      return flow.arrived / instances;
    case 'concurrent-requests-per-instance':
      return flow.concurrent / instances;
    case 'utilisation-percent':
      return flow.utilisation * 100;
    case 'backlog-per-instance':
      return flow.waiting / instances;
  }
}
