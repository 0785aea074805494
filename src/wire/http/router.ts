import type { HeaderFields } from '../received.ts';
import type { HttpBinding, Operation } from '../shape.ts';
import { QueryParameters } from './query-string.ts';
import { parseUriPattern, type UriPattern } from './uri-pattern.ts';

/** The operation a request means, and the pieces of its path. */
export interface Route {
  readonly operation: Operation;
  /** Undecoded, by member name. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What the router looks at. */
export interface RoutedRequest {
  readonly method: string;
  /** Undecoded, without the query. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: HeaderFields;
}

/** An operation at the end of a path. */
interface Leaf {
  readonly operation: Operation;
  readonly labelNames: readonly string[];
  readonly literals: UriPattern['query'];
  /** Query parameters and header fields the operation cannot be without: they tell apart those that share a path. */
  readonly required: readonly Extract<HttpBinding, { in: 'query' | 'header' }>[];
}

interface Node {
  readonly literals: Map<string, Node>;
  label?: Node;
  greedy?: Node;
  readonly leaves: Leaf[];
}

const newNode = (): Node => ({ literals: new Map(), leaves: [] });

/**
 * Finds the operation of a REST request by its raw path: literals before labels before greedy labels, labels undecoded, so that `%2F` does not
 * cut them. Operations on one path are told apart by the literals of their queries, then by required parameters and header fields.
 */
export class Router {
  readonly #methods = new Map<string, Node>();

  constructor(operations: Iterable<Operation>) {
    for (const operation of operations) this.#add(operation);
  }

  #add(operation: Operation): void {
    if (!operation.http) return;
    const { segments, query } = parseUriPattern(operation.http.uri);
    let node = this.#methods.get(operation.http.method);
    if (!node) this.#methods.set(operation.http.method, (node = newNode()));
    const labelNames: string[] = [];
    for (const segment of segments) {
      if (segment.kind !== 'literal') labelNames.push(segment.name);
      node = child(node, segment);
    }
    node.leaves.push({ operation, labelNames, literals: query, required: requiredOf(operation) });
  }

  /** The route of a request; undefined when no operation has such a path and method. */
  find(request: RoutedRequest): Route | undefined {
    const root = this.#methods.get(request.method);
    if (!root) return undefined;
    return new Search(request).from(root, 0);
  }
}

function child(node: Node, segment: UriPattern['segments'][number]): Node {
  if (segment.kind === 'label') return (node.label ??= newNode());
  if (segment.kind === 'greedy') return (node.greedy ??= newNode());
  let next = node.literals.get(segment.text);
  if (!next) node.literals.set(segment.text, (next = newNode()));
  return next;
}

function requiredOf(operation: Operation): Leaf['required'] {
  return operation.input.members.flatMap(({ required, http }) =>
    required && http && (http.in === 'query' || http.in === 'header') ? [http] : [],
  );
}

/** One walk down the tree, which goes back where it must. */
class Search {
  readonly #request: RoutedRequest;
  readonly #segments: readonly string[];
  readonly #values: string[] = [];
  #query: QueryParameters | undefined;

  constructor(request: RoutedRequest) {
    this.#request = request;
    this.#segments = request.rawPath.split('/');
    this.#segments = this.#segments.slice(1);
  }

  /** @param index of the segment that comes next */
  from(node: Node, index: number): Route | undefined {
    const segment = this.#segments[index];
    const isLast = index === this.#segments.length - 1;
    if (segment === undefined || (isLast && segment === '')) return this.#pick(node.leaves);
    const literal = node.literals.get(segment);
    const found = literal && this.from(literal, index + 1);
    if (found) return found;
    return this.#label(node, segment, index) ?? this.#greedy(node, index);
  }

  #label(node: Node, segment: string, index: number): Route | undefined {
    if (!node.label || segment === '') return undefined;
    this.#values.push(segment);
    const found = this.from(node.label, index + 1);
    if (!found) this.#values.pop();
    return found;
  }

  /** Takes as much as it can; gives back segments for literals that follow. */
  #greedy(node: Node, index: number): Route | undefined {
    if (!node.greedy) return undefined;
    this.#values.push(this.#segments.slice(index).join('/'));
    const whole = this.#pick(node.greedy.leaves);
    if (whole) return whole;
    this.#values.pop();
    if (node.greedy.literals.size === 0) return undefined;
    for (let end = this.#segments.length - 1; end > index; end--) {
      this.#values.push(this.#segments.slice(index, end).join('/'));
      const found = this.from(node.greedy, end);
      if (found) return found;
      this.#values.pop();
    }
    return undefined;
  }

  #pick(leaves: readonly Leaf[]): Route | undefined {
    const [only] = leaves;
    if (!only) return undefined;
    if (leaves.length === 1 && only.literals.length === 0) return this.#route(only);
    let best: { leaf: Leaf; rank: number } | undefined;
    for (const leaf of leaves) {
      const rank = this.#rank(leaf);
      if (rank !== undefined && (!best || rank > best.rank)) best = { leaf, rank };
    }
    return best && this.#route(best.leaf);
  }

  /** Undefined: not this one. More literals win, then fewer missing parameters, then more that are there. */
  #rank(leaf: Leaf): number | undefined {
    const query = (this.#query ??= new QueryParameters(this.#request.rawQuery));
    for (const { name, value } of leaf.literals) {
      if (value === undefined ? !query.has(name) : query.get(name) !== value) return undefined;
    }
    let present = 0;
    for (const { in: place, name } of leaf.required) {
      if (place === 'query' ? query.has(name) : this.#request.headers.has(name)) present++;
    }
    return leaf.literals.length * 10_000 - (leaf.required.length - present) * 100 + present;
  }

  #route(leaf: Leaf): Route {
    const labels: Record<string, string> = {};
    leaf.labelNames.forEach((name, index) => {
      labels[name] = this.#values[index] ?? '';
    });
    return { operation: leaf.operation, labels };
  }
}
