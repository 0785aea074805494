import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RouteTree } from './route-tree.ts';

const tree = (...routes: string[]): RouteTree<string> => {
  const made = new RouteTree<string>();
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    made.add(path, method, route);
  }
  return made;
};

test('literal goes before parameter, parameter before greedy', () => {
  const routes = tree('GET /a', 'GET /{x}', 'GET /{all+}', 'GET /');
  assert.equal(routes.find('/a', 'GET')?.leaf, 'GET /a');
  assert.deepEqual(routes.find('/b', 'GET'), { leaf: 'GET /{x}', parameters: { x: 'b' } });
  assert.deepEqual(routes.find('/b/c//d/', 'GET'), { leaf: 'GET /{all+}', parameters: { all: 'b/c//d' } });
  assert.equal(routes.find('/', 'GET')?.leaf, 'GET /');
  assert.equal(routes.find('', 'GET')?.leaf, 'GET /');
});

test('a path that leads nowhere, or has no such method, falls back to the next best', () => {
  const routes = tree('POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}', 'GET /{p}/deep');
  assert.equal(routes.find('/test', 'OPTIONS')?.leaf, 'OPTIONS /{proxy+}');
  assert.equal(routes.find('/test', 'POST')?.leaf, 'POST /test');
  assert.equal(routes.find('/test', 'GET'), undefined);
  assert.equal(routes.find('/test/any', 'OPTIONS')?.leaf, 'ANY /test/any');
  assert.deepEqual(routes.find('/test/deep', 'GET'), { leaf: 'GET /{p}/deep', parameters: { p: 'test' } });
});

test('ANY is seven methods; a method of its own goes first; a greedy part is never empty', () => {
  const routes = tree('ANY /a', 'GET /a', 'ANY /g/{all+}', 'ANY /p/{x}');
  assert.equal(routes.find('/a', 'GET')?.leaf, 'GET /a');
  assert.equal(routes.find('/a', 'DELETE')?.leaf, 'ANY /a');
  assert.equal(routes.find('/a', 'TRACE'), undefined);
  assert.equal(routes.find('/g/', 'GET'), undefined);
  assert.equal(routes.find('/p/', 'GET'), undefined);
});

test('a parameter named __proto__ is a parameter like any other', () => {
  const found = tree('GET /{__proto__}').find('/x', 'GET');
  assert.ok(Object.hasOwn(found?.parameters ?? {}, '__proto__'));
  assert.equal(Object.getPrototypeOf(found?.parameters), Object.prototype);
});
