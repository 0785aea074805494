/** What a path led to. */
export interface Found<Leaf> {
  readonly leaf: Leaf;
  /** As written in the request, undecoded; the last one by each name wins. */
  readonly parameters: Readonly<Record<string, string>>;
}

interface Node<Leaf> {
  readonly literals: Map<string, Node<Leaf>>;
  parameter?: { readonly name: string; readonly node: Node<Leaf> };
  greedy?: { readonly name: string; readonly methods: Map<string, Leaf> };
  /** By HTTP method, or `ANY`. */
  methods: Map<string, Leaf>;
}

const node = <Leaf>(): Node<Leaf> => ({ literals: new Map(), methods: new Map() });

/**
 * The paths of an API as a tree, built once. Literal segments go before `{name}`, and that before `{name+}`;
 * where a path leads nowhere further down, or has no such method, the next best is tried, as API Gateway does.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html
 */
export class RouteTree<Leaf> {
  readonly #root = node<Leaf>();

  /** Adds a method (or `ANY`) on a path such as `/pets/{id}`. */
  add(path: string, method: string, leaf: Leaf): void {
    let at = this.#root;
    for (const segment of segmentsOf(path)) {
      const name = /^\{(.+?)(\+?)\}$/.exec(segment);
      if (name?.[2]) {
        at.greedy ??= { name: name[1] as string, methods: new Map() };
        at.greedy.methods.set(method, leaf);
        return;
      }
      at = name ? parameterChild(at, name[1] as string) : literalChild(at, segment);
    }
    at.methods.set(method, leaf);
  }

  /** The leaf for a path as it stands in the request, undecoded; slashes at its end do not count. */
  find(path: string, method: string): Found<Leaf> | undefined {
    return walk(this.#root, segmentsOf(path), 0, method);
  }
}

function literalChild<Leaf>(parent: Node<Leaf>, segment: string): Node<Leaf> {
  const known = parent.literals.get(segment);
  if (known) return known;
  const child = node<Leaf>();
  parent.literals.set(segment, child);
  return child;
}

function parameterChild<Leaf>(parent: Node<Leaf>, name: string): Node<Leaf> {
  parent.parameter ??= { name, node: node() };
  return parent.parameter.node;
}

const none: Readonly<Record<string, string>> = Object.freeze({});

function walk<Leaf>(
  at: Node<Leaf>,
  segments: readonly string[],
  depth: number,
  method: string,
): Found<Leaf> | undefined {
  if (depth === segments.length) {
    const leaf = pick(at.methods, method);
    return leaf === undefined ? undefined : { leaf, parameters: none };
  }
  const segment = segments[depth] as string;
  const literal = at.literals.get(segment);
  const found = literal && walk(literal, segments, depth + 1, method);
  if (found) return found;
  if (at.parameter && segment !== '') {
    const below = walk(at.parameter.node, segments, depth + 1, method);
    if (below) return { leaf: below.leaf, parameters: { ...below.parameters, [at.parameter.name]: segment } };
  }
  const leaf = at.greedy && pick(at.greedy.methods, method);
  if (leaf === undefined) return undefined;
  return { leaf, parameters: { [at.greedy?.name as string]: segments.slice(depth).join('/') } };
}

const pick = <Leaf>(methods: Map<string, Leaf>, method: string): Leaf | undefined =>
  methods.get(method) ?? (anyMethod.has(method) ? methods.get('ANY') : undefined);

/** The methods that `ANY` stands for. */
const anyMethod = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

function segmentsOf(path: string): string[] {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  let start = 0;
  while (start < end && path.charCodeAt(start) === 47) start++;
  return start === end ? [] : path.slice(start, end).split('/');
}
