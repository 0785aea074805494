import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../store/index.ts';
import { openImages } from './images.ts';

function registry() {
  const store = new Store(':memory:');
  return { images: openImages(store), [Symbol.dispose]: () => store[Symbol.dispose]() };
}

test('the ONNX server is there under its names, with or without a registry before them', () => {
  using opened = registry();
  const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
  for (const name of [
    'postern/onnx:1',
    'postern/onnx',
    'postern-onnx:latest',
    `${ecr}/postern-onnx:1`,
    `${ecr}/postern/onnx:1@sha256:${'0'.repeat(64)}`,
  ]) {
    assert.match(opened.images.resolve(name, {})?.args.join(' ') ?? '', /onnx-server/, name);
  }
  for (const name of ['postern/onnx:2', 'onnx', 'docker.io/postern/onnx:1', 'xgboost']) {
    assert.equal(opened.images.resolve(name, {}), undefined, name);
  }
});

test('a declared program is started with serve, where it was declared', () => {
  using opened = registry();
  opened.images.add({ name: 'mine:3', command: ['python3', 'server.py'], directory: '/src' });
  const container = opened.images.resolve('123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:3', { A: '1' });
  assert.deepEqual(container, {
    command: 'python3',
    args: ['server.py', 'serve'],
    cwd: '/src',
    env: { A: '1' },
    listensOnSocket: false,
  });
  assert.equal(opened.images.resolve('mine:4', {}), undefined);
});

test('a name without a tag stands for every tag, one with a tag goes before', () => {
  using opened = registry();
  opened.images.add({ name: 'mine', command: ['any'] });
  opened.images.add({ name: 'mine:2', command: ['two'] });
  assert.equal(opened.images.resolve('mine:1', {})?.command, 'any');
  assert.equal(opened.images.resolve('mine:2', {})?.command, 'two');
  assert.deepEqual(
    opened.images.list().map(({ name }) => name),
    ['mine', 'mine:2'],
  );
  assert.deepEqual([opened.images.remove('mine:2'), opened.images.remove('mine:2')], [true, false]);
  assert.equal(opened.images.resolve('mine:2', {})?.command, 'any');
});

test('what cannot be an image is refused', () => {
  using opened = registry();
  assert.throws(() => opened.images.add({ name: 'a b', command: ['x'] }), { code: 'ValidationException' });
  assert.throws(() => opened.images.add({ name: 'a', command: [] }), { code: 'ValidationException' });
});
