/** Days are numbered from the Unix epoch: plain integers, no time zones. */
export type DayNumber = number;

const DAY_MS = 86_400_000;

/** @throws RangeError when the text is not a day such as `2016-08-28` */
export function parseDay(text: unknown): DayNumber {
  const time =
    typeof text === 'string' && /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) {
    throw new RangeError(`date ${JSON.stringify(text)} is not a day such as 2016-08-28`);
  }
  return time / DAY_MS;
}

/** `2016-08-28`. */
export const formatDay = (day: DayNumber): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** 0 is Monday, 6 Sunday. */
export const weekdayOf = (day: DayNumber): number => (((day + 3) % 7) + 7) % 7;

export const yearOf = (day: DayNumber): number => new Date(day * DAY_MS).getUTCFullYear();

/** 0 on the first of January. */
export const dayOfYear = (day: DayNumber): number => day - dayNumber(yearOf(day), 1, 1);

const dayNumber = (year: number, month: number, date: number): DayNumber =>
  Date.UTC(year, month - 1, date) / DAY_MS;

/** Days on which the Loop stands still: federal holidays, and the days around Thanksgiving and Christmas. */
function holidaysOf(year: number): ReadonlySet<DayNumber> {
  const thanksgiving = nthWeekday(year, 11, 3, 4);
  const endOfMay = dayNumber(year, 5, 31);
  return new Set([
    dayNumber(year, 1, 1),
    nthWeekday(year, 1, 0, 3),
    nthWeekday(year, 2, 0, 3),
    endOfMay - weekdayOf(endOfMay),
    dayNumber(year, 7, 4),
    nthWeekday(year, 9, 0, 1),
    thanksgiving,
    thanksgiving + 1,
    dayNumber(year, 12, 24),
    dayNumber(year, 12, 25),
    dayNumber(year, 12, 31),
  ]);
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): DayNumber {
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

const holidays = new Map<number, ReadonlySet<DayNumber>>();

export function isHoliday(day: DayNumber): boolean {
  const year = yearOf(day);
  let days = holidays.get(year);
  if (!days) holidays.set(year, (days = holidaysOf(year)));
  return days.has(day);
}

/** Days to the nearest holiday before or after, at most 7. */
export function daysToHoliday(day: DayNumber): number {
  for (let distance = 0; distance < 7; distance++) {
    if (isHoliday(day - distance) || isHoliday(day + distance)) return distance;
  }
  return 7;
}
