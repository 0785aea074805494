import { PerShape } from '../protocol.ts';
import type { ListShape, MapShape, Member, Shape, StructureShape } from '../shape.ts';
import { checkValue } from './check-value.ts';
import type { PathStep, Violation } from './violation.ts';

/** Gives what is wrong with a value; undefined when nothing is. */
type Check = (value: unknown) => Violation[] | undefined;

const ALWAYS_GOOD: Check = () => undefined;
const HERE: readonly PathStep[] = [];

/** Checks inputs against the constraints of their shapes, by closures compiled once. */
export class Validator {
  readonly #anchored: boolean;
  readonly #contents = new PerShape<Shape, Check>((shape) => this.#compileContents(shape));
  readonly #demands = new PerShape<Shape, boolean>((shape) => demandsAnything(shape, new Set()));

  /** @param anchored whether patterns are to match the whole text: AWS's services, not Smithy's */
  constructor(anchored: boolean) {
    this.#anchored = anchored;
  }

  /** What is wrong with an input, in the order of its members; undefined when nothing is. */
  check(shape: StructureShape, input: Readonly<Record<string, unknown>>): readonly Violation[] | undefined {
    return this.#contents.of(shape)(input);
  }

  /** The checks of what a value contains; its own constraints are its member's. */
  #compileContents(shape: Shape): Check {
    if (!this.#demands.of(shape)) return ALWAYS_GOOD;
    switch (shape.kind) {
      case 'structure':
      case 'union':
        return this.#structure(shape.members);
      case 'list':
        return this.#list(shape);
      case 'map':
        return this.#map(shape);
      default:
        return ALWAYS_GOOD;
    }
  }

  #structure(members: readonly Member[]): Check {
    const checks = members
      .filter((member) => this.#isDemanding(member))
      .map((member) => this.#member(member));
    return (value) => {
      const structure = value as Record<string, unknown>;
      let found: Violation[] | undefined;
      for (const check of checks) {
        const violations = check(structure);
        if (violations) found = found ? found.concat(violations) : violations;
      }
      return found;
    };
  }

  #isDemanding({ required, constraints, target }: Member): boolean {
    return required || constraints !== undefined || this.#demands.of(target);
  }

  #member(member: Member): (structure: Record<string, unknown>) => Violation[] | undefined {
    const { name, required, target } = member;
    const step: PathStep = { kind: 'member', name };
    const sensitive = isSensitive(member);
    const own = this.#value(member);
    const absent: Violation[] | undefined = required
      ? [{ path: [step], value: undefined, demand: { kind: 'required' }, sensitive }]
      : undefined;
    let contents: Check | undefined;
    return (structure) => {
      const value = structure[name];
      if (value === undefined || value === null) return absent;
      contents ??= this.#contents.of(target);
      return under(step, join(own(value), contents(value)));
    };
  }

  /** The checks of a member's own constraints. */
  #value(member: Member): Check {
    const check = checkValue(member.target, member.constraints, this.#anchored);
    if (!check) return ALWAYS_GOOD;
    const sensitive = isSensitive(member);
    return (value) => check(value)?.map((demand) => ({ path: HERE, value, demand, sensitive }));
  }

  #list(shape: ListShape): Check {
    const own = this.#value(shape.member);
    let contents: Check | undefined;
    return (value) => {
      contents ??= this.#contents.of(shape.member.target);
      let found: Violation[] | undefined;
      const items = value as readonly unknown[];
      for (let index = 0; index < items.length; index++) {
        const item = items[index];
        if (item === undefined || item === null) continue;
        const violations = join(
          own(item)?.map((each) => inside(each, 'item', items, shape.member)),
          contents(item),
        );
        if (violations) found = join(found, under({ kind: 'index', index }, violations));
      }
      return found;
    };
  }

  #map(shape: MapShape): Check {
    const ownKey = this.#value(shape.key);
    const ownValue = this.#value(shape.value);
    let contents: Check | undefined;
    return (value) => {
      contents ??= this.#contents.of(shape.value.target);
      let found: Violation[] | undefined;
      for (const [key, item] of Object.entries(value as object)) {
        const ofKey = ownKey(key)?.map((each) => inside(each, 'key', value, shape.key));
        const ofValue =
          item === null
            ? undefined
            : ownValue(item)?.map((each) => inside(each, 'value', value, shape.value));
        const violations = join(join(ofKey, ofValue), item === null ? undefined : contents(item));
        if (violations) found = join(found, under({ kind: 'key', key }, violations));
      }
      return found;
    };
  }
}

const isSensitive = ({ sensitive, target }: Member): boolean =>
  sensitive === true || target.sensitive === true;

function inside(
  violation: Violation,
  place: 'item' | 'key' | 'value',
  whole: unknown,
  part: Member,
): Violation {
  return { ...violation, within: { place, whole, constraints: part.constraints } };
}

function join(some: Violation[] | undefined, more: Violation[] | undefined): Violation[] | undefined {
  return some && more ? some.concat(more) : (some ?? more);
}

function under(step: PathStep, violations: Violation[] | undefined): Violation[] | undefined {
  return violations?.map((violation) => ({ ...violation, path: [step, ...violation.path] }));
}

/** Whether anything in a shape is constrained: the rest need not be walked. */
function demandsAnything(shape: Shape, seen: Set<Shape>): boolean {
  if (seen.has(shape)) return false;
  seen.add(shape);
  const members =
    shape.kind === 'structure' || shape.kind === 'union'
      ? shape.members
      : shape.kind === 'list'
        ? [shape.member]
        : shape.kind === 'map'
          ? [shape.key, shape.value]
          : [];
  return members.some(
    ({ required, constraints, target }) =>
      required || constraints !== undefined || demandsAnything(target, seen),
  );
}
