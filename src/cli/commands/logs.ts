import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, connect, type Whereabouts } from '../connection.ts';

interface Options extends Whereabouts {
  readonly follow?: boolean;
  readonly since: string;
  readonly json?: boolean;
}

const POLL_MS = 500;
const LATENESS_MS = 60_000;
const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Prints the log of the function or endpoint of that name, or of a log group named in full; where both are, in order of time. */
export async function logs(name: string, options: Options): Promise<void> {
  const client = new CloudWatchLogsClient(clientConfig(await connect(options)));
  const groups = name.startsWith('/') ? [name] : [`/aws/lambda/${name}`, `/aws/sagemaker/Endpoints/${name}`];
  const seen = new Set<string>();
  let since = Date.now() - span(options.since);
  for (;;) {
    const found = await Promise.all(groups.map((group) => newEvents(client, group, since, seen)));
    const events = found.flatMap((group) => group ?? []);
    for (const event of events.sort((a, b) => a.timeMs - b.timeMs)) {
      console.log(options.json ? JSON.stringify(event) : line(event));
    }
    if (!options.follow) {
      if (found.every((group) => !group))
        throw new Error(`no function, endpoint or log group named ${name} has logged`);
      return;
    }
    since = Math.max(since, Date.now() - LATENESS_MS); // late lines are still found; what was printed is remembered
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

interface Event {
  readonly group: string;
  readonly stream: string;
  readonly timeMs: number;
  readonly message: string;
}

/** The group's events not seen yet; undefined when there is no such group. */
async function newEvents(
  client: CloudWatchLogsClient,
  group: string,
  startTime: number,
  seen: Set<string>,
): Promise<Event[] | undefined> {
  const found: Event[] = [];
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName: group, startTime })) {
      for (const { eventId = '', logStreamName = '', timestamp = 0, message = '' } of page.events ?? []) {
        if (seen.has(eventId)) continue;
        seen.add(eventId);
        found.push({ group, stream: logStreamName, timeMs: timestamp, message });
      }
    }
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
  if (seen.size > 100_000) for (const id of [...seen].slice(0, 50_000)) seen.delete(id);
  return found;
}

const line = ({ timeMs, message }: Event): string =>
  `${new Date(timeMs).toISOString()}  ${message.trimEnd()}`;

/** A span such as `30s` or `2h`, milliseconds. */
function span(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (!count || !unit)
    throw new Error(`--since takes a number with s, m, h or d, not ${JSON.stringify(text)}`);
  return Number(count) * (UNITS[unit] as number);
}
