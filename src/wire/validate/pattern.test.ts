import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cpuTimeMs } from '../../../test/cpu-time.ts';
import { openCatalog } from '../snapshot/catalog.ts';
import type { Shape } from '../shape.ts';
import { compilePattern } from './pattern.ts';

test('a whole text is matched for AWS, a part for Smithy', () => {
  assert.equal(compilePattern('[a-z]+', true)('abc1'), false);
  assert.equal(compilePattern('[a-z]+', false)('abc1'), true);
  assert.equal(compilePattern('[a-z]+', true)('abc'), true);
});

test('hostile texts do not take long', () => {
  const matches = compilePattern('https://([.\\-_a-zA-Z0-9]+/?){3,1016}', true);
  const spentMs = cpuTimeMs(() => {
    assert.equal(matches(`https://${'a'.repeat(900)}!`), false);
    assert.equal(matches('https://a/b/c'), true);
    assert.equal(compilePattern('([a-z]+)*', true)(`${'a'.repeat(40)}!`), false);
  });
  assert.ok(spentMs < 1_000, `${spentMs} ms`);
});

test("Java's own classes and anchors are understood", () => {
  assert.equal(compilePattern('\\A\\S[\\p{Print}]*\\z', true)('a b~'), true);
  assert.equal(compilePattern('\\A\\S[\\p{Print}]*\\z', true)('a\u0001'), false);
  const arn = compilePattern('arn:[\\p{Alnum}\\-]+:lambda:[\\p{Alnum}\\-]+:[0-9]{12}:function:.*', true);
  assert.equal(arn('arn:aws:lambda:us-east-1:000000000000:function:f'), true);
  assert.equal(arn('arn:aws:lambda::000000000000:function:f'), false);
  assert.equal(compilePattern('(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)', true)('/a/b/'), true);
  assert.equal(compilePattern('^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$', true)('a--b'), false);
  assert.equal(compilePattern('([\\p{L}=@]*)${1,128}', true)('né='), true);
});

test('every pattern of every service compiles', () => {
  const patterns = new Set<string>();
  const seen = new Set<Shape>();
  const visit = (shape: Shape): void => {
    if (seen.has(shape)) return;
    seen.add(shape);
    const parts =
      'members' in shape
        ? shape.members
        : 'member' in shape
          ? [shape.member]
          : 'value' in shape
            ? [shape.key, shape.value]
            : [];
    for (const { constraints, target } of parts) {
      if (constraints?.pattern !== undefined) patterns.add(constraints.pattern);
      visit(target);
    }
  };
  const catalog = openCatalog();
  for (const { name, operations } of catalog.services) {
    for (const operation of operations) {
      const built = catalog.model(name)?.operation(operation);
      if (built) visit(built.input);
    }
  }
  assert.ok(patterns.size > 200, `${patterns.size}`);
  for (const pattern of patterns) assert.doesNotThrow(() => compilePattern(pattern, true)('x'), pattern);
});
