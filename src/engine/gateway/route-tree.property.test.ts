import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RouteTree } from './route-tree.ts';

interface Route {
  readonly path: string;
  readonly method: string;
}

const ANY_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

const split = (path: string): string[] => {
  const bare = path.replace(/^\/+/, '').replace(/\/+$/, '');
  return bare === '' ? [] : bare.split('/');
};

const isParameter = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string) => segment.endsWith('+}');

/** How good a segment of a route is; routes are compared by these from the left. */
const rank = (segment: string | undefined) =>
  segment === undefined ? 3 : isGreedy(segment) ? 2 : isParameter(segment) ? 1 : 0;

/** The parameters with which a route takes a path; undefined when it does not. */
function taken(route: Route, path: string): Record<string, string> | undefined {
  const wanted = split(route.path);
  const given = split(path);
  const greedy = wanted.length > 0 && isGreedy(wanted.at(-1)!);
  if (greedy ? given.length < wanted.length : given.length !== wanted.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    if (isGreedy(segment)) parameters[segment.slice(1, -2)] = given.slice(at).join('/');
    else if (isParameter(segment)) {
      if (given[at] === '') return undefined;
      parameters[segment.slice(1, -1)] = given[at]!;
    } else if (segment !== given[at]) return undefined;
  }
  return parameters;
}

/** Compares every route with the path: the best by its segments from the left, then its own method before `ANY`. */
function reference(routes: readonly Route[], path: string, method: string) {
  const fitting = routes
    .filter((route) => route.method === method || (route.method === 'ANY' && ANY_METHODS.includes(method)))
    .map((route) => ({ route, parameters: taken(route, path) }))
    .filter((candidate) => candidate.parameters !== undefined);
  fitting.sort((one, other) => {
    const mine = split(one.route.path);
    const theirs = split(other.route.path);
    for (let at = 0; at < Math.max(mine.length, theirs.length); at++) {
      const difference = rank(mine[at]) - rank(theirs[at]);
      if (difference !== 0) return difference;
    }
    return Number(one.route.method === 'ANY') - Number(other.route.method === 'ANY');
  });
  const [best] = fitting;
  return best && { leaf: `${best.route.method} ${best.route.path}`, parameters: best.parameters };
}

// A parent has one variable child only, as API Gateway demands; so the name follows from the depth.
const routePath = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '{}'), { maxLength: 4 }), fc.boolean())
  .map(([segments, greedy]) => {
    const named = segments.map((segment, depth) => (segment === '{}' ? `{p${depth}}` : segment));
    return `/${[...named, ...(greedy ? ['{all+}'] : [])].join('/')}`;
  });
const route = fc.record({ path: routePath, method: fc.constantFrom('GET', 'POST', 'ANY') });
const routesOf = fc.uniqueArray(route, {
  maxLength: 12,
  selector: ({ path, method }) => `${method} ${path}`,
});
const requestPath = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 })
  .map((segments) => `/${segments.join('/')}`);

test('the tree finds what comparing every route finds', () => {
  let found = 0;
  fc.assert(
    fc.property(
      routesOf,
      requestPath,
      fc.constantFrom('GET', 'POST', 'PUT', 'TRACE'),
      (routes, path, method) => {
        const tree = new RouteTree<string>();
        for (const one of routes) tree.add(one.path, one.method, `${one.method} ${one.path}`);
        const expected = reference(routes, path, method);
        if (expected) found++;
        assert.deepEqual(tree.find(path, method), expected);
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(found > 200, `only ${found} of the requests led anywhere`);
});
