import type { Sent } from './load.ts';
import type { Standing } from './watch.ts';

/** One look at everything. */
export interface Look extends Standing, Sent {
  readonly seconds: number;
  readonly perSecond: number;
}

const WIDTH = 40;

/** Shows looks as they come: drawn in place on a terminal, a line each where output is piped. */
export class View {
  readonly #live = process.stdout.isTTY;
  #lines = 0;

  show(look: Look, most: { readonly perSecond: number; readonly instances: number }): void {
    if (!this.#live) return console.log(lineOf(look));
    const text = drawn(look, most);
    process.stdout.write(`${this.#lines > 0 ? `\x1b[${this.#lines}A\x1b[J` : ''}${text}`);
    this.#lines = text.split('\n').length - 1;
  }
}

function lineOf(look: Look): string {
  const { seconds, perSecond, perInstance, desired, running, answered, failed, p50Ms, p99Ms } = look;
  return [
    `${seconds.toFixed(0).padStart(4)} s`,
    `load ${perSecond.toFixed(0)}/s`,
    `answered ${answered}`,
    `failed ${failed}`,
    `per instance ${perInstance?.toFixed(1) ?? '-'}/s`,
    `desired ${desired}`,
    `running ${running}`,
    `p50 ${p50Ms.toFixed(1)} ms`,
    `p99 ${p99Ms.toFixed(1)} ms`,
    alarmsOf(look),
  ].join('  ');
}

function drawn(look: Look, most: { readonly perSecond: number; readonly instances: number }): string {
  const { seconds, perSecond, perInstance, desired, running, failed, p50Ms, p99Ms, status } = look;
  const row = (name: string, text: string): string => `${name.padEnd(20)}${text}\n`;
  return [
    row('time', `${seconds.toFixed(0)} s   ${status}`),
    row('load', `${bar(perSecond / most.perSecond)} ${perSecond.toFixed(0)}/s`),
    row('per instance', `${perInstance?.toFixed(1) ?? '-'}/s`),
    row('instances', `${squares(running, desired, most.instances)} ${running} of ${desired} desired`),
    row('alarms', alarmsOf(look)),
    row('p50 / p99', `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)} ms`),
    row('failed', String(failed)),
  ].join('');
}

const bar = (share: number): string => '█'.repeat(Math.round(Math.min(1, share) * WIDTH)).padEnd(WIDTH, '░');

const squares = (running: number, desired: number, most: number): string =>
  Array.from({ length: most }, (_, i) => (i < running ? '■' : i < desired ? '◧' : '□')).join(' ');

const alarmsOf = ({ alarms }: Standing): string =>
  Object.entries(alarms)
    .map(([name, state]) => `${name} ${state}`)
    .join('  ');
