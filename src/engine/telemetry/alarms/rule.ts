import type { AlarmState } from './alarm.ts';

/** What a composite alarm watches: states of other alarms, joined. */
export type Rule =
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | {
      /** So many of the alarms, or so much of them in percent, are in the state, or are not in it. */
      readonly kind: 'at-least';
      readonly least: number;
      readonly inPercent: boolean;
      readonly state: AlarmState;
      readonly negated: boolean;
      readonly alarms: readonly string[];
    }
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'not'; readonly rule: Rule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly Rule[] };

/** A rule as it was read. */
export interface ReadRule {
  readonly rule: Rule;
  /** The alarms it names, as it names them: a name or an ARN; each once. */
  readonly alarms: readonly string[];
  /** Alarms, constants and pairs of parentheses. */
  readonly elements: number;
}

/**
 * Reads `ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA(c) OR AT_LEAST(50%, ALARM, (d, e)))`. NOT binds before AND before OR; names may
 * stand in quotes.
 * @returns what is wrong with it, when it is none
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function readRule(text: string): ReadRule | { readonly wrong: string } {
  const reader = new RuleReader(text);
  try {
    const rule = reader.whole();
    return { rule, alarms: [...reader.alarms], elements: reader.elements };
  } catch (error) {
    if (error instanceof SyntaxError) return { wrong: error.message };
    throw error;
  }
}

/** Whether a rule holds. @param stateOf undefined for an alarm that is not there, which is in no state */
export function holds(rule: Rule, stateOf: (alarm: string) => AlarmState | undefined): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return stateOf(rule.alarm) === rule.state;
    case 'at-least': {
      const count = rule.alarms.filter((alarm) => (stateOf(alarm) === rule.state) !== rule.negated).length;
      return rule.inPercent ? count * 100 >= rule.least * rule.alarms.length : count >= rule.least;
    }
    case 'not':
      return !holds(rule.rule, stateOf);
    case 'and':
      return rule.rules.every((each) => holds(each, stateOf));
    case 'or':
      return rule.rules.some((each) => holds(each, stateOf));
  }
}

const DEEPEST = 100;

class RuleReader {
  readonly alarms = new Set<string>();
  elements = 0;
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): Rule {
    const rule = this.#joined('or');
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('an operator');
    return rule;
  }

  #joined(kind: 'or' | 'and'): Rule {
    const next = () => (kind === 'or' ? this.#joined('and') : this.#negated());
    const rules = [next()];
    while (this.#takeWord(kind)) rules.push(next());
    return rules.length === 1 ? (rules[0] as Rule) : { kind, rules };
  }

  #negated(): Rule {
    if (++this.#depth > DEEPEST) this.#fail('fewer levels');
    const rule: Rule = this.#takeWord('not') ? { kind: 'not', rule: this.#negated() } : this.#element();
    this.#depth--;
    return rule;
  }

  #element(): Rule {
    this.elements++;
    if (this.#take(/\s*\(/y)) {
      const rule = this.#joined('or');
      if (!this.#take(/\s*\)/y)) this.#fail("')'");
      return rule;
    }
    for (const value of [true, false]) {
      if (this.#takeWord(String(value))) return { kind: 'constant', value };
    }
    if (this.#takeWord('AT_LEAST')) return this.#atLeast();
    const state = this.#state();
    if (!state)
      return this.#fail('ALARM, OK, INSUFFICIENT_DATA, AT_LEAST, TRUE, FALSE, NOT or a parenthesis');
    const [alarm, ...others] = this.#names();
    return alarm !== undefined && others.length === 0
      ? { kind: 'state', state, alarm }
      : this.#fail('one alarm');
  }

  #atLeast(): Rule {
    const [, quote, digits, percent] =
      this.#take(/\s*\(\s*("?)(\d{1,3})(%?)\1\s*,/y) ?? this.#fail('a number');
    if (quote && !percent) this.#fail('a number');
    const negated = this.#takeWord('not');
    const state = this.#state() ?? this.#fail('ALARM, OK or INSUFFICIENT_DATA');
    if (!this.#take(/\s*,/y)) this.#fail("','");
    const alarms = this.#names();
    if (!this.#take(/\s*\)/y)) this.#fail("')'");
    this.elements += alarms.length - 1;
    return { kind: 'at-least', least: Number(digits), inPercent: percent === '%', state, negated, alarms };
  }

  #state(): AlarmState | undefined {
    return (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).find((state) => this.#takeWord(state));
  }

  /** Names in parentheses, each in quotes or not; one without quotes ends at a comma or a parenthesis. */
  #names(): string[] {
    const names: string[] = [];
    for (let opening = /\s*\(/y; this.#take(opening); opening = /\s*,/y) {
      const quoted = this.#take(/\s*"((?:[^"\\]|\\.)*)"/y);
      const name = (quoted ?? this.#take(/\s*([^()",\s](?:[^()",]*[^()",\s])?)/y))?.[1]?.replaceAll(
        /\\(.)/g,
        '$1',
      );
      if (!name) return this.#fail('the name of an alarm');
      names.push(name);
      this.alarms.add(name);
    }
    if (names.length === 0 || !this.#take(/\s*\)/y)) this.#fail('alarm names in parentheses');
    return names;
  }

  #takeWord(word: string): boolean {
    return this.#take(new RegExp(`\\s*${word}(?![A-Za-z0-9_])`, 'iy')) !== undefined;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found ?? undefined;
  }

  #skipSpace(): void {
    this.#take(/\s*/y);
  }

  #fail(expected: string): never {
    this.#skipSpace();
    throw new SyntaxError(`expected ${expected} at position ${this.#at + 1}`);
  }
}
