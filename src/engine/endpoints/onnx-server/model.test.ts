import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  classifierModel,
  echoModel,
  linearModel,
  onnxModel,
  runningSumModel,
} from '../../../../test/models/onnx.ts';
import { Model } from './model.ts';
import { findModelFile } from './model-file.ts';
import { isRowWise } from './row-wise.ts';
import type { Tensor } from './tensor.ts';

async function withDirectory(work: (path: string) => Promise<void>): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'postern-onnx-'));
  try {
    await work(path);
  } finally {
    await rm(path, { recursive: true });
  }
}

async function open(directory: string, bytes: Uint8Array): Promise<Model> {
  const file = join(directory, 'model.onnx');
  await writeFile(file, bytes);
  return Model.open(file, 1);
}

test('a model says what it takes and gives, and computes it', () =>
  withDirectory(async (path) => {
    const model = await open(path, classifierModel());
    assert.deepEqual(model.signature, {
      inputs: [{ name: 'x', type: 'float32', shape: [undefined, 2] }],
      outputs: [
        { name: 'label', type: 'int64', shape: [undefined] },
        { name: 'probabilities', type: 'float32', shape: [undefined, 2] },
      ],
    });
    const [label, chances] = await model.run([
      { type: 'float32', dims: [2, 2], data: Float32Array.of(0, 1, 3, 0) },
    ]);
    assert.deepEqual(label?.data, BigInt64Array.of(1n, 0n));
    assert.ok(Math.abs((chances?.data[1] as number) - 1 / (1 + Math.exp(-1))) < 1e-6);
  }));

test('every type that tables are made of passes through', () =>
  withDirectory(async (path) => {
    const model = await open(path, echoModel(['float32', 'float64', 'int64', 'int32', 'bool', 'string']));
    const dims = [1, 1];
    const inputs: Tensor[] = [
      { type: 'float32', dims, data: Float32Array.of(1.5) },
      { type: 'float64', dims, data: Float64Array.of(2.5) },
      { type: 'int64', dims, data: BigInt64Array.of(3n) },
      { type: 'int32', dims, data: Int32Array.of(4) },
      { type: 'bool', dims, data: Uint8Array.of(1) },
      { type: 'string', dims, data: ['Zürich'] },
    ];
    const outputs = await model.run(inputs);
    assert.deepEqual(
      outputs.map((one) => one.data[0]),
      [1.5, 2.5, 3n, 4, 1, 'Zürich'],
    );
  }));

test('rows of strangers are put together only where a row is shown to stand by itself', () =>
  withDirectory(async (path) => {
    assert.equal(await isRowWise(await open(path, linearModel([1, 2], 3))), true);
    assert.equal(await isRowWise(await open(path, classifierModel())), true);
    assert.equal(await isRowWise(await open(path, echoModel(['string', 'bool', 'int64']))), true);
    assert.equal(await isRowWise(await open(path, linearModel([1, 2], 3, 1))), false, 'a fixed batch');
    assert.equal(
      await isRowWise(await open(path, runningSumModel())),
      false,
      'rows that depend on those before',
    );
    const total = onnxModel({
      inputs: [{ name: 'x', type: 'float32', shape: ['N', 1] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['M', 1] }],
      operators: [{ op: 'ReduceSum', inputs: ['x'], outputs: ['y'], integers: { keepdims: 1 } }],
    });
    assert.equal(await isRowWise(await open(path, total)), false, 'a sum over the rows');
  }));

test('what is not a model is refused in words', () =>
  withDirectory(async (path) => {
    await assert.rejects(open(path, Buffer.from('nonsense')), /Protobuf parsing failed/);
  }));

test('the model is model.onnx or the only one there', () =>
  withDirectory(async (path) => {
    await assert.rejects(findModelFile(path), /there is no .onnx file/);
    await writeFile(join(path, 'a.onnx'), '');
    assert.equal(await findModelFile(path), join(path, 'a.onnx'));
    await writeFile(join(path, 'b.onnx'), '');
    await assert.rejects(findModelFile(path), /several .onnx files .*\(a.onnx, b.onnx\)/);
    await writeFile(join(path, 'model.onnx'), '');
    assert.equal(await findModelFile(path), join(path, 'model.onnx'));
  }));
