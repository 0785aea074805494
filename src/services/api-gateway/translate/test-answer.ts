import type { TestInvokeMethodResponse } from '@aws-sdk/client-api-gateway';
import type { Gateway } from '../../../engine/gateway/index.ts';

/** What became of a test, as it is answered. */
export function testAnswer(ran: Awaited<ReturnType<Gateway['test']>>): TestInvokeMethodResponse {
  const { answer, lines, latencyMs, requestId } = ran;
  const multi: Record<string, string[]> = {};
  for (const [name, value] of answer.headers) (multi[name] ??= []).push(value);
  const text = lines.map(({ timeMs, message }) => `${javaDate(timeMs)} : ${message}\n`).join('');
  return {
    status: answer.status,
    body: answer.body.toString(),
    headers: Object.fromEntries(Object.entries(multi).map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders: multi,
    log: `Execution log for request ${requestId}\n${text}`,
    latency: Math.round(latencyMs),
  };
}

/** `Thu Apr 09 12:34:56 UTC 2026`. */
function javaDate(ms: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(ms).toUTCString().split(' ');
  return `${day.slice(0, 3)} ${month} ${date} ${time} UTC ${year}`;
}
