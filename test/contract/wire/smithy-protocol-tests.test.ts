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
import { type Answer, assertAnswer } from './smithy/compare.ts';
import { runProbe } from './smithy/probe-process.ts';

const folder = process.env.SMITHY_PROTOCOL_TESTS;

/** Protocols the wire does not have. */
const LEFT_OUT = new Set(['smithy.protocols#rpcv2Json']);

/** Cases that say nothing a server could be held to, and why. */
const CLIENTS_ONLY: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^SDKAppl|^SDKAppend/, 'the compressed body is not in the case'],
  [
    /^(Ec2EmptyQueryLists|QueryEmptyQueryMaps|RestJsonOmitsEmptyListQueryValues)$/,
    'the empty value is not in the request',
  ],
  [/DateTimeWith(Negative|Positive)Offset$/, 'a server writes times in UTC'],
  [
    /^(ComplexError|InvalidGreetingError|Ec2ComplexError)$/,
    'the body has elements that are not in the params',
  ],
  [/^AwsJson11IntEnums$/, 'X-Amz-Target is a header of requests'],
  [/^QueryNoInputAndNoOutputWithResponseMetadata$/, 'the namespace is left out of the text'],
  [/^S3OperationNoErrorWrappingResponse$/, "S3's errors have HostId, and no Type"],
  [/^RestXmlHttpResponseCode$/, 'a content type without content'],
  [
    /^(AllQueryStringTypes|RestXmlQueryStringEscaping|RestXmlSupports.*FloatQueryValues|RestXmlZeroAndFalseQueryValues)$/,
    'the params leave out the map of all query parameters, which REST-JSON has as a case of its own for servers',
  ],
];

if (folder === undefined) {
  test('Smithy protocol tests', { skip: 'SMITHY_PROTOCOL_TESTS is not set' }, () => {});
} else {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
    await runFile(join(folder, file));
}

async function runFile(path: string): Promise<void> {
  const cases = readCases(JSON.parse(readFileSync(path, 'utf8')) as AstModel);
  const wanted = cases.filter(({ protocol }) => !LEFT_OUT.has(protocol));
  const answers = await runProbe<Answer>(['--model', path], wanted.map(withRequestId));
  assert.equal(answers.length, wanted.length);
  for (const protocol of new Set(wanted.map((one) => one.protocol))) {
    await test(protocol, async (t) => {
      for (const [index, one] of wanted.entries()) {
        if (one.protocol === protocol) await runCase(t, one, () => assertAnswer(one, answers[index] ?? {}));
      }
    });
  }
}

/** Some cases want a request id of their own. */
function withRequestId({ line, response }: Case, id: number): Record<string, unknown> {
  const requestId = Object.entries(response?.headers ?? {}).find(([name]) =>
    /^x-amzn-requestid$/i.test(name),
  )?.[1];
  return { ...line, id, ...(requestId !== undefined && { requestId }) };
}

async function runCase(t: import('node:test').TestContext, { name }: Case, check: () => void): Promise<void> {
  const skip = CLIENTS_ONLY.find(([names]) => names.test(name))?.[1];
  await t.test(name, skip === undefined ? {} : { skip }, check);
}
