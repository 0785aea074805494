/** Which days of a month are meant. */
type Days = (year: number, month: number) => ReadonlySet<number>;

/** A cron expression of six fields: minutes, hours, day of month, month, day of week, year. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: Days;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const YEARS = { from: 1970, to: 2199 };

/**
 * Reads the fields of `cron(...)`; undefined where they are not such. Exactly one of the two fields for days must be `?`.
 * @see https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
 */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/);
  if (fields.length !== 6) return undefined;
  const [minute, hour, day, month, weekday, year] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  if ((day === '?') === (weekday === '?')) return undefined;
  const minutes = numbers(minute, 0, 59);
  const hours = numbers(hour, 0, 23);
  const months = numbers(month, 1, 12, MONTHS);
  const years = numbers(year, YEARS.from, YEARS.to);
  const days = day === '?' ? daysOfWeek(weekday) : daysOfMonth(day);
  return minutes && hours && months && years && days && { minutes, hours, days, months, years };
}

/** The numbers that a field names, ascending: lists of `*`, values, ranges, each with or without `/step`. */
function numbers(
  field: string,
  least: number,
  most: number,
  names: readonly string[] = [],
): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
    if (from === undefined || (from === '*' && to !== undefined)) return undefined;
    const first = from === '*' ? least : valueOf(from, least, names);
    const open = from === '*' || (to === undefined && step !== undefined);
    const last = to !== undefined ? valueOf(to, least, names) : open ? most : first;
    const by = step === undefined ? 1 : Number(step);
    if (!(first >= least && last <= most && first <= last && by >= 1)) return undefined;
    for (let value = first; value <= last; value += by) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

/** A number or a name of one; not a number where it is neither. */
const valueOf = (text: string, least: number, names: readonly string[]): number =>
  names.includes(text) ? names.indexOf(text) + least : /^\d+$/.test(text) ? Number(text) : Number.NaN;

const lastOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
/** 1 is Sunday. */
const weekdayOf = (year: number, month: number, day: number): number =>
  new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

/** `L`: the last; `5W`, `LW`: the weekday nearest to it, within the month. */
function daysOfMonth(field: string): Days | undefined {
  const special = /^(L|\d{1,2})(W?)$/.exec(field);
  if (special && (special[1] === 'L' || special[2] === 'W')) {
    const [, which, nearest] = special;
    const asked = Number(which);
    if (which !== 'L' && (asked < 1 || asked > 31)) return undefined;
    return (year, month) => {
      const last = lastOf(year, month);
      const day = which === 'L' ? last : asked;
      if (day > last) return new Set();
      return new Set([nearest ? nearestWeekday(year, month, day) : day]);
    };
  }
  const listed = numbers(field, 1, 31);
  return listed && (() => new Set(listed));
}

function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lastOf(year, month) ? day - 2 : day + 1;
  return day;
}

/** `6L`: the last Friday; `3#2`: the second Tuesday. */
function daysOfWeek(field: string): Days | undefined {
  const special = /^(\w+?)(?:(L)|#([1-5]))$/.exec(field);
  if (special && field !== 'L') {
    const weekday = valueOf(special[1] as string, 1, WEEKDAYS);
    if (!(weekday >= 1 && weekday <= 7)) return undefined;
    const nth = special[3] === undefined ? -1 : Number(special[3]) - 1;
    return (year, month) => {
      const day = monthDays(year, month, [weekday]).at(nth);
      return new Set(day === undefined ? [] : [day]);
    };
  }
  const listed = field === 'L' ? [7] : numbers(field, 1, 7, WEEKDAYS);
  return listed && ((year, month) => new Set(monthDays(year, month, listed)));
}

const monthDays = (year: number, month: number, weekdays: readonly number[]): number[] =>
  Array.from({ length: lastOf(year, month) }, (_, index) => index + 1).filter((day) =>
    weekdays.includes(weekdayOf(year, month, day)),
  );
