import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig, connect, type Whereabouts } from '../connection.ts';

interface Options extends Whereabouts {
  readonly follow?: boolean;
  readonly since: string;
  readonly json?: boolean;
}

const POLL_MS = 500;
const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Prints the log of the function or endpoint of that name, or of a log group named in full. */
export async function logs(name: string, options: Options): Promise<void> {
  const client = new CloudWatchLogsClient(clientConfig(await connect(options)));
  const groups = name.startsWith('/') ? [name] : [`/aws/lambda/${name}`, `/aws/sagemaker/Endpoints/${name}`];
  const seen = new Set<string>();
  let since = Date.now() - span(options.since);
  for (;;) {
    const found = await Promise.all(
      groups.map((group) => printNew(client, group, since, seen, options.json ?? false)),
    );
    if (!options.follow) {
      if (!found.some((there) => there))
        throw new Error(`no function, endpoint or log group named ${name} has logged`);
      return;
    }
    since = Math.max(since, Date.now() - 60_000); // late lines are still found; what was printed is remembered
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Prints the events not seen yet; answers whether the group exists. */
async function printNew(
  client: CloudWatchLogsClient,
  logGroupName: string,
  startTime: number,
  seen: Set<string>,
  json: boolean,
): Promise<boolean> {
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      for (const event of page.events ?? []) {
        if (seen.has(event.eventId as string)) continue;
        seen.add(event.eventId as string);
        console.log(
          json
            ? JSON.stringify({ group: logGroupName, ...event })
            : line(event.timestamp as number, event.message as string),
        );
      }
    }
    if (seen.size > 100_000) for (const id of [...seen].slice(0, 50_000)) seen.delete(id);
    return true;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return false;
    throw error;
  }
}

const line = (timeMs: number, message: string): string =>
  `${new Date(timeMs).toISOString()}  ${message.trimEnd()}`;

/** A span such as `30s` or `2h`, milliseconds. */
function span(text: string): number {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (!count || !unit)
    throw new Error(`--since takes a number with s, m, h or d, not ${JSON.stringify(text)}`);
  return Number(count) * (UNITS[unit] as number);
}
