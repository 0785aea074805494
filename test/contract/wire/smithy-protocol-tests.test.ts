/**
 * The public Smithy protocol tests, server side, through the probe. They are not part of this repository: `SMITHY_PROTOCOL_TESTS` names a
 * folder of JSON ASTs of `smithy-aws-protocol-tests` and `smithy-protocol-tests` (`smithy ast`), of any version.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AstModel } from '../../../tools/smithy/ast.ts';
import { type Case, readCases } from './smithy/cases.ts';
import { assertAnswer } from './smithy/compare.ts';
import { runProbe } from './smithy/probe-process.ts';

const folder = process.env.SMITHY_PROTOCOL_TESTS;

/** Protocols the wire does not have. */
const LEFT_OUT = new Set(['smithy.protocols#rpcv2Json']);

/** Cases that a server cannot pass, and why. */
const IMPOSSIBLE: Readonly<Record<string, string>> = {};

if (folder === undefined) {
  test('Smithy protocol tests', { skip: 'SMITHY_PROTOCOL_TESTS is not set' }, () => {});
} else {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
    await runFile(join(folder, file));
}

async function runFile(path: string): Promise<void> {
  const cases = readCases(JSON.parse(readFileSync(path, 'utf8')) as AstModel);
  const wanted = cases.filter(({ protocol }) => !LEFT_OUT.has(protocol));
  const answers = await runProbe(
    ['--model', path],
    wanted.map(({ line }, id) => ({ ...line, id })),
  );
  assert.equal(answers.length, wanted.length);
  for (const protocol of new Set(wanted.map((one) => one.protocol))) {
    await test(protocol, async (t) => {
      for (const [index, one] of wanted.entries()) {
        if (one.protocol === protocol) await runCase(t, one, () => assertAnswer(one, answers[index] ?? {}));
      }
    });
  }
}

async function runCase(t: import('node:test').TestContext, { name }: Case, check: () => void): Promise<void> {
  const skip = IMPOSSIBLE[name];
  await t.test(name, skip === undefined ? {} : { skip }, check);
}
