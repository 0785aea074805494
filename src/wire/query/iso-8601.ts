import { parseTimestamp } from '../timestamp.ts';

const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Reads a timestamp as the Query protocols take it: ISO 8601 with an offset or none (UTC), with or without seconds, or a day alone.
 * @returns undefined when it is none of these
 */
export function parseIso8601(text: string): Date | undefined {
  const match = ISO_8601.exec(text);
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '0', zone] =
    match;
  const local = parseTimestamp(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 9)}Z`,
    'date-time',
  );
  return local && new Date(local.getTime() - offsetMs(zone));
}

function offsetMs(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
