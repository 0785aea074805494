import { type DayNumber, dayOfYear, isHoliday, parseDay, weekdayOf } from './calendar.ts';

export const WEATHER = [
  'temperature',
  'temperatureMax',
  'dewPoint',
  'wind',
  'gust',
  'precipitation',
  'rain',
  'snow',
  'cloud',
  'storm',
] as const;

export type WeatherName = (typeof WEATHER)[number];

/** What `training/train.py` writes: daily ridership (thousands) and weather since `start`, and how the weather is scaled. */
export interface ReferenceData {
  readonly start: string;
  readonly scaling: Readonly<Record<string, readonly number[]>>;
  readonly ridership: readonly number[];
  readonly weather: Readonly<Record<string, readonly number[]>>;
}

/** Days compare with their kind: 0 working day, 1 Saturday, 2 Sunday or holiday. */
export function kindOf(day: DayNumber): number {
  const weekday = weekdayOf(day);
  if (weekday === 6 || isHoliday(day)) return 2;
  return weekday === 5 ? 1 : 0;
}

/** Sine and cosine of the k-th harmonic of the year. */
export function season(day: DayNumber, k: number): [number, number] {
  const angle = (2 * Math.PI * k * dayOfYear(day)) / 366;
  return [Math.sin(angle), Math.cos(angle)];
}

/** The history, prepared once at cold start. Indices count days since its start. */
export class Reference {
  readonly start: DayNumber;
  readonly ridership: Float64Array;
  /** Scaled weather, `WEATHER.length` values a day. */
  readonly weather: Float64Array;
  readonly kinds: Uint8Array;
  /** Sine and cosine of the year, two values a day. */
  readonly seasons: Float64Array;
  readonly #scaling: Readonly<Record<string, readonly number[]>>;
  readonly #sums: Float64Array;

  constructor(data: ReferenceData) {
    const days = data.ridership.length;
    this.start = parseDay(data.start);
    this.ridership = Float64Array.from(data.ridership);
    this.#scaling = data.scaling;
    this.weather = new Float64Array(days * WEATHER.length);
    this.kinds = new Uint8Array(days);
    this.seasons = new Float64Array(days * 2);
    this.#sums = new Float64Array(days + 1);
    for (let day = 0; day < days; day++) {
      for (const [position, name] of WEATHER.entries()) {
        this.weather[day * WEATHER.length + position] = this.scaled(name, data.weather[name]?.[day]);
      }
      this.kinds[day] = kindOf(this.start + day);
      this.seasons.set(season(this.start + day, 1), day * 2);
      this.#sums[day + 1] = (this.#sums[day] as number) + (this.ridership[day] as number);
    }
  }

  /** The scaled value; without one, a typical day's. */
  scaled(name: WeatherName, value: number | undefined): number {
    const [mean, deviation] = this.#scaling[name] as [number, number];
    return ((value ?? mean) - mean) / deviation;
  }

  /** Mean ridership of the 28 days up to and with day `end`. */
  level(end: number): number {
    const first = Math.max(0, end - 27);
    return ((this.#sums[end + 1] as number) - (this.#sums[first] as number)) / (end + 1 - first);
  }
}
