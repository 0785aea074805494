import { type CompiledPolicy, compilePolicy } from './compile.ts';
import type { Malformed, PolicyKind } from './document.ts';

/** Compiled policies by their text: each document is compiled once. Bounded. */
export class Policies {
  readonly #limit: number;
  readonly #compiled = new Map<string, CompiledPolicy | Malformed>();

  /** @param limit how many to keep, at least 1 */
  constructor(limit = 5000) {
    this.#limit = limit;
  }

  /** The policy, or what is wrong with it. */
  compile(text: string, kind: PolicyKind): CompiledPolicy | Malformed {
    const name = `${kind} ${text}`;
    const known = this.#compiled.get(name);
    if (known) return known;
    const compiled = compilePolicy(text, kind);
    if (this.#compiled.size >= this.#limit) this.#compiled.delete(this.#compiled.keys().next().value!);
    this.#compiled.set(name, compiled);
    return compiled;
  }
}
