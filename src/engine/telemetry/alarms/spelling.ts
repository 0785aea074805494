/** A number as CloudWatch spells it, always with a fraction: `3.0`, `0.25`, `1.5E7`. */
export function decimal(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) {
    const [digits = '', exponent = '0'] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** e.g. `2026-01-01T12:30:00.000+0000` */
export const instant = (timeMs: number): string => new Date(timeMs).toISOString().replace('Z', '+0000');

/** e.g. `01/02/26 12:30:00`: the first of February */
export function dayAndTime(timeMs: number): string {
  const text = new Date(timeMs).toISOString();
  return `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(2, 4)} ${text.slice(11, 19)}`;
}

const LONG = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  day: '2-digit',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** e.g. `Friday 22 July, 2022 15:57:45 UTC` */
export function longDate(timeMs: number): string {
  const parts = Object.fromEntries(LONG.formatToParts(timeMs).map(({ type, value }) => [type, value]));
  const time = new Date(timeMs).toISOString().slice(11, 19);
  return `${parts['weekday']} ${parts['day']} ${parts['month']}, ${parts['year']} ${time} UTC`;
}
