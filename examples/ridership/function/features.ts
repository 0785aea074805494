import {
  type DayNumber,
  daysToHoliday,
  dayOfYear,
  formatDay,
  parseDay,
  weekdayOf,
  yearOf,
} from './calendar.ts';
import { kindOf, type Reference, season, WEATHER, type WeatherName } from './reference.ts';

/** A raw record: the day, its weather forecast (units as the data set's: °F, knots, inches, shares of the day), who plays at home. */
export type RawRecord = { readonly date: string; readonly homeGames?: readonly string[] } & Partial<
  Record<WeatherName, number>
>;

/** A day is predicted from what was known two weeks before. */
const HORIZON = 14;
const ANALOGS = 20;
/** Analogs are looked for within so many days of the same day of earlier years. */
const SEASON_DAYS = 60;
const TEAMS = ['Blackhawks', 'Bulls', 'Bears', 'WhiteSox', 'Cubs'];
const LAGS = [14, 21, 28, 35, 364, 371];
const OLDEST_LAG = 371;

/**
 * The feature vector of one record, 44 numbers in the order of `NAMES` in ../function-python/features.py.
 * @throws RangeError in words for the caller
 */
export function featuresOf(record: RawRecord, reference: Reference): number[] {
  const day = parseDay(record.date);
  const index = day - reference.start;
  const known = Math.min(index - HORIZON, reference.ridership.length - 1);
  if (known < OLDEST_LAG) {
    const start = formatDay(reference.start);
    throw new RangeError(
      `${record.date} is too early: predictions need a year of history, which begins on ${start}`,
    );
  }
  const weather = WEATHER.map((name) => reference.scaled(name, record[name]));
  return [
    ...calendarOf(day),
    ...weather,
    ...TEAMS.map((team) => (record.homeGames?.includes(team) ? 1 : 0)),
    ...historyOf(index, known, reference),
    ...analogsOf(day, weather, known, reference),
  ];
}

function calendarOf(day: DayNumber): number[] {
  const weekday = weekdayOf(day);
  const distance = daysToHoliday(day);
  return [
    ...Array.from({ length: 7 }, (_, other) => (weekday === other ? 1 : 0)),
    distance === 0 ? 1 : 0,
    distance,
    yearOf(day) + dayOfYear(day) / 366 - 2001,
    ...[1, 2, 3].flatMap((k) => season(day, k)),
  ];
}

/** Lagged values, and how level, spread and trend stood when last known. */
function historyOf(index: number, known: number, reference: Reference): number[] {
  const rides = (at: number): number => reference.ridership[at] as number;
  const lagged = LAGS.map((lag) => {
    const at = index - lag;
    return rides(at <= known ? at : at - 7 * Math.ceil((at - known) / 7));
  });
  const level = reference.level(known);
  let squares = 0;
  for (let at = known - 27; at <= known; at++) squares += (rides(at) - level) ** 2;
  const latest = known - ((((known - index) % 7) + 7) % 7);
  const weeks = Array.from({ length: 8 }, (_, week) => rides(latest - 7 * week));
  const trend = weeks.reduceRight((smooth, value) => 0.7 * smooth + 0.3 * value);
  const sum = weeks.reduce((total, value) => total + value, 0);
  return [...lagged, level, Math.sqrt(squares / 28), sum / 8, trend, level / reference.level(known - 364)];
}

/** How the days most like this one (kind, season, weather) went, relative to the level of their time. */
function analogsOf(
  day: DayNumber,
  weather: readonly number[],
  known: number,
  reference: Reference,
): number[] {
  const nearest = nearestDays(day, weather, known, reference);
  const ratios = nearest.map((at) => (reference.ridership[at] as number) / reference.level(at - HORIZON));
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length;
  const level = reference.level(known);
  return [mean * level, Math.sqrt(variance) * level];
}

/** Indices of the nearest past days, nearest first; the older of two as near. */
function nearestDays(
  day: DayNumber,
  weather: readonly number[],
  known: number,
  reference: Reference,
): readonly number[] {
  const kind = kindOf(day);
  const [sine, cosine] = season(day, 1);
  const { kinds, seasons } = reference;
  const index = day - reference.start;
  const nearest = new Nearest(ANALOGS);
  for (let years = 0; years <= Math.floor((index + SEASON_DAYS) / 365); years++) {
    const middle = index - Math.round(365.25 * years);
    const last = Math.min(known, middle + SEASON_DAYS);
    for (let at = Math.max(28 + HORIZON, middle - SEASON_DAYS); at <= last; at++) {
      if (kinds[at] !== kind) continue;
      const apart =
        ((seasons[at * 2] as number) - sine) ** 2 + ((seasons[at * 2 + 1] as number) - cosine) ** 2;
      nearest.offer(at, 4 * apart + weatherDistance(reference.weather, at, weather));
    }
  }
  return nearest.keys;
}

function weatherDistance(past: Float64Array, at: number, weather: readonly number[]): number {
  const from = at * weather.length;
  let distance = 0;
  for (let i = 0; i < weather.length; i++)
    distance += ((past[from + i] as number) - (weather[i] as number)) ** 2;
  return distance;
}

/** Keeps the few keys with the least distances, in order. */
class Nearest {
  readonly keys: number[] = [];
  readonly #distances: number[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  offer(key: number, distance: number): void {
    const { keys } = this;
    const distances = this.#distances;
    let place = keys.length;
    if (place === this.#most && distance > (distances[place - 1] as number)) return;
    while (place > 0 && this.#before(key, distance, place - 1)) place--;
    if (place === this.#most) return;
    keys.splice(place, 0, key);
    distances.splice(place, 0, distance);
    if (keys.length > this.#most) {
      keys.pop();
      distances.pop();
    }
  }

  #before(key: number, distance: number, other: number): boolean {
    const there = this.#distances[other] as number;
    return distance < there || (distance === there && key < (this.keys[other] as number));
  }
}
