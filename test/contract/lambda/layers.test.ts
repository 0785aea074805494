import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as sdk from '@aws-sdk/client-lambda';
import { openStack, refused, type Stack, zip } from './stack.ts';

let stack: Stack;
before(async () => {
  stack = await openStack();
});
after(() => stack.postern[Symbol.asyncDispose]());

const publish = async (
  LayerName: string,
  files: Record<string, string>,
  more: Partial<sdk.PublishLayerVersionCommandInput> = {},
) =>
  stack.lambda.send(
    new sdk.PublishLayerVersionCommand({ LayerName, Content: { ZipFile: await zip(files) }, ...more }),
  );

test('functions find what their layers bring, and keep it when the version is deleted', async () => {
  const one = await publish(
    'words',
    { 'nodejs/node_modules/words/index.js': `module.exports = 'first'` },
    { CompatibleRuntimes: ['nodejs24.x'], Description: 'd', LicenseInfo: 'MIT' },
  );
  const two = await publish('words', { 'nodejs/node_modules/words/index.js': `module.exports = 'second'` });
  assert.deepEqual([one.Version, two.Version], [1, 2]);
  assert.equal(one.LayerVersionArn, 'arn:aws:lambda:us-east-1:000000000000:layer:words:1');
  const other = await publish('other', { 'nodejs/node_modules/other/index.js': `module.exports = 'other'` });
  const Layers = [one.LayerVersionArn ?? '', other.LayerVersionArn ?? ''];
  await stack.create(
    'layered',
    `import words from 'words'; import other from 'other'; export const handler = async () => [words, other]`,
    { Layers },
  );
  assert.deepEqual((await stack.invoke('layered')).payload, ['first', 'other']);
  const { Configuration } = await stack.lambda.send(new sdk.GetFunctionCommand({ FunctionName: 'layered' }));
  assert.deepEqual(
    Configuration?.Layers?.map(({ Arn }) => Arn),
    Layers,
  );

  const got = await stack.lambda.send(
    new sdk.GetLayerVersionCommand({ LayerName: 'words', VersionNumber: 1 }),
  );
  assert.deepEqual([got.Description, got.LicenseInfo, got.CompatibleRuntimes], ['d', 'MIT', ['nodejs24.x']]);
  assert.equal((await fetch(got.Content?.Location ?? '')).status, 200);
  const byArn = await stack.lambda.send(
    new sdk.GetLayerVersionByArnCommand({ Arn: two.LayerVersionArn ?? '' }),
  );
  assert.equal(byArn.Version, 2);
  const { LayerVersions } = await stack.lambda.send(new sdk.ListLayerVersionsCommand({ LayerName: 'words' }));
  assert.deepEqual(
    LayerVersions?.map(({ Version }) => Version),
    [2, 1],
  );
  const suitable = await stack.lambda.send(new sdk.ListLayersCommand({ CompatibleRuntime: 'nodejs24.x' }));
  assert.deepEqual(
    suitable.Layers?.map((layer) => [layer.LayerName, layer.LatestMatchingVersion?.Version]),
    [['words', 1]],
  );

  await stack.lambda.send(new sdk.DeleteLayerVersionCommand({ LayerName: 'words', VersionNumber: 1 }));
  await refused(
    stack.lambda.send(new sdk.GetLayerVersionCommand({ LayerName: 'words', VersionNumber: 1 })),
    'ResourceNotFoundException',
    404,
  );
  assert.deepEqual((await stack.invoke('layered')).payload, ['first', 'other']);
  assert.equal((await publish('words', { a: '' })).Version, 3, 'numbers are not given twice');
});

test('layers that cannot be used are refused', async () => {
  const arn = 'arn:aws:lambda:us-east-1:000000000000:layer';
  const layer = (await publish('l', { a: 'a' })).LayerVersionArn ?? '';
  await publish('l', { a: 'b' });
  const create = (Layers: string[]) => stack.create('no', '', { Layers });
  const bad = 'InvalidParameterValueException';
  await refused(create([`${arn}:none:1`]), bad, 400, `Layer version ${arn}:none:1 does not exist.`);
  await refused(create([layer, `${arn}:l:2`]), bad, 400, /Two different versions of the same layer/);
  await refused(
    create([layer.replace('us-east-1', 'eu-west-1')]),
    bad,
    400,
    'Layers are not in the same region as the function. Layers are expected to be in region us-east-1.',
  );
  await refused(
    create(Array.from({ length: 6 }, (_, n) => `${arn}:l:${n + 1}`)),
    bad,
    400,
    'Cannot reference more than 5 layers.',
  );
  await refused(publish('e', { 'extensions/agent': '#!' }), 'NotImplemented', 501);
});
