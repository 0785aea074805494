import { malformedInput, malformedQueryString } from './malformed.ts';

/** Parameters of a form, by the dots of their names: `Filter.1.Name=x` is the value of `Name` in `1` in `Filter`. */
export interface FormNode {
  value?: string;
  readonly children: Map<string, FormNode>;
}

/** Names within names; no request of AWS's needs a tenth of it. */
const MAX_DEPTH = 100;

/**
 * Reads `application/x-www-form-urlencoded` text. Of a name that comes twice the last value counts.
 * @throws Fault `MalformedQueryString` when an escape is not UTF-8
 */
export function readForm(text: string): FormNode {
  const root: FormNode = { children: new Map() };
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    nodeAt(root, name).value = equals < 0 ? '' : decode(part.slice(equals + 1));
  }
  return root;
}

function nodeAt(root: FormNode, name: string): FormNode {
  let node = root;
  const path = name.split('.', MAX_DEPTH + 1);
  if (path.length > MAX_DEPTH) throw malformedInput('A parameter has too many parts');
  for (const part of path) {
    let child = node.children.get(part);
    if (!child) {
      child = { children: new Map() };
      node.children.set(part, child);
    }
    node = child;
  }
  return node;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw malformedQueryString();
  }
}

/** The items of a list or the entries of a map: the children that are numbers, by number. */
export function numbered(node: FormNode): FormNode[] {
  const items: [number, FormNode][] = [];
  for (const [name, child] of node.children) {
    if (/^\d{1,9}$/.test(name)) items.push([Number(name), child]);
  }
  return items.sort(([a], [b]) => a - b).map(([, child]) => child);
}
