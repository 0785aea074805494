import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CreateEndpointCommand,
  type ContainerDefinition,
  type DescribeEndpointCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { run, without } from '../../other-clients.ts';
import { boto3 } from './clients.ts';
import { createConfig, createModel, type Entry, prepare, put, settled, tarGz } from './fixtures.ts';
import { account, openStack, type Stack, stateDirectory } from './stack.ts';

const { python: skip } = without;
const resources = new AsyncDisposableStack();
let stack: Stack;
before(async () => {
  stack = resources.use(await openStack(resources.use(await stateDirectory()).path));
  await prepare(stack);
});
after(() => resources.disposeAsync());

const file = (name: string, text: string): Entry => ({ name, data: Buffer.from(text) });
const Image = 'postern/python:1';

/** Serves a script with whatever lies beside it; answers what became of the endpoint. */
async function deployed(
  name: string,
  entries: readonly Entry[],
  more: ContainerDefinition = {},
): Promise<DescribeEndpointCommandOutput> {
  await createModel(stack, name, tarGz(entries), { Image, ...more });
  await createConfig(stack, name, name);
  await stack.sageMaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  return settled(stack, name);
}

/** The same, for a script that is to come up. */
async function serves(...asked: Parameters<typeof deployed>): Promise<void> {
  const { EndpointStatus, FailureReason } = await deployed(...asked);
  assert.deepEqual([EndpointStatus, FailureReason], ['InService', undefined]);
}

async function invoke(EndpointName: string, Body: string | Uint8Array, ContentType: string, Accept?: string) {
  const answer = await stack.runtime.send(
    new InvokeEndpointCommand({ EndpointName, Body: Buffer.from(Body), ContentType, Accept }),
  );
  return { type: answer.ContentType, text: Buffer.from(answer.Body).toString() };
}

async function logLines(endpoint: string): Promise<string[]> {
  const { logs } = stack.telemetry;
  await logs.flush();
  const group = { account, region: 'us-east-1', group: `/aws/sagemaker/Endpoints/${endpoint}` };
  const query = { fromMs: 0, toMs: Date.now() + 1000, order: 'ascending', limit: 1000 } as const;
  return (await logs.read({ group, ...query })).map(({ message }) => message);
}

test('a script with functions of its own is asked in their order, with types and context', {
  skip,
}, async () => {
  const script = `
import json, logging, os
logging.getLogger('mine').info('imported in %s', os.path.basename(os.path.dirname(__file__)))

def model_fn(model_dir, context):
    assert context.system_properties['model_dir'] == model_dir == os.environ['SM_MODEL_DIR']
    with open(os.path.join(model_dir, 'weights.json')) as file:
        return json.load(file)

def input_fn(body, content_type):
    if content_type == 'application/json':
        return json.loads(body)
    assert isinstance(body, bytes)
    return list(body)

def predict_fn(values, weights):
    if values == 'boom':
        raise ValueError('boom was asked for')
    return sum(value * weight for value, weight in zip(values, weights))

def output_fn(prediction, accept, context):
    if accept == 'text/plain':
        return f'{prediction}!', 'text/plain; charset=utf-8'
    context.set_response_content_type(0, 'application/vnd.mine+json')
    return json.dumps({'sum': prediction, 'attributes': context.get_request_header(0, 'X-Amzn-SageMaker-Custom-Attributes')})
`;
  await serves('own', [file('weights.json', '[2, 3]'), file('code/inference.py', script)]);
  assert.deepEqual(await invoke('own', '[10, 1]', 'application/json'), {
    type: 'application/vnd.mine+json',
    text: '{"sum": 23, "attributes": null}',
  });
  assert.deepEqual(await invoke('own', Uint8Array.of(1, 255), 'application/octet-stream', 'text/plain'), {
    type: 'text/plain; charset=utf-8',
    text: '767!',
  });
  await assert.rejects(invoke('own', '"boom"', 'application/json'), {
    name: 'ModelError',
    OriginalStatusCode: 500,
    OriginalMessage: 'boom was asked for',
  });
  const lines = await logLines('own');
  assert.ok(lines.some((line) => line.endsWith('INFO - mine - imported in code')));
  assert.ok(lines.includes('ValueError: boom was asked for'), 'the traceback is in the log');
});

test('transform_fn and a generator: a stream arrives whole', { skip }, async () => {
  const script = `
def model_fn(model_dir):
    return ['to', 'ken', 's']

def transform_fn(model, body, content_type, accept):
    return (piece * int(body) for piece in model), 'text/plain'
`;
  // A script in the artifact's root, as older examples have it.
  await serves('stream', [file('serve.py', script)], {
    Environment: { SAGEMAKER_PROGRAM: 'serve.py' },
  });
  assert.deepEqual(await invoke('stream', '2', 'application/json'), {
    type: 'text/plain',
    text: 'totokenkenss',
  });
});

test('code from S3: SAGEMAKER_SUBMIT_DIRECTORY is fetched with the execution role', { skip }, async () => {
  const code = tarGz([
    file(
      'entry.py',
      "from helper import add\ndef model_fn(model_dir): return add\ndef predict_fn(data, model): return model(*data.tolist()) if hasattr(data, 'tolist') else model(*data)\n",
    ),
    file('helper.py', 'def add(a, b): return a + b\n'),
  ]);
  const url = await put(stack, 'code/sourcedir 1.tar.gz', code);
  await serves('from-s3', [file('model.txt', 'x')], {
    Image: `${account}.dkr.ecr.us-east-1.amazonaws.com/huggingface-pytorch-inference:2.1.0-transformers4.37.0-cpu-py310-ubuntu22.04`,
    Environment: { SAGEMAKER_PROGRAM: 'entry.py', SAGEMAKER_SUBMIT_DIRECTORY: url },
  });
  assert.equal((await invoke('from-s3', '[20, 3]', 'application/json')).text, '23');
  const denied = await deployed('denied', [file('model.txt', 'x')], {
    Environment: { SAGEMAKER_PROGRAM: 'entry.py', SAGEMAKER_SUBMIT_DIRECTORY: 's3://elsewhere/code.tar.gz' },
  });
  assert.match(denied.FailureReason ?? '', /s3:\/\/elsewhere\/code\.tar\.gz could not be read: 40[34]/);
});

test('what keeps a script from loading is the reason of the failure', { skip }, async () => {
  const missing = await deployed('missing', [
    file('code/inference.py', 'import no_such_module_here\ndef model_fn(model_dir): pass\n'),
    file(
      'code/requirements.txt',
      '# what it needs\n--index-url https://example.com\nno-such-module-here>=2,<3 ; python_version > "3"\npip\n',
    ),
  ]);
  assert.equal(missing.EndpointStatus, 'Failed');
  assert.match(
    missing.FailureReason ?? '',
    /cannot load inference\.py: ModuleNotFoundError: No module named 'no_such_module_here'; requirements\.txt names what Python 3\.\d+\.\d+ \(.*\) does not have: no-such-module-here\. Nothing is installed/,
  );
  const nothing = await deployed('nothing', [file('weights', '')]);
  assert.match(
    nothing.FailureReason ?? '',
    /there is no inference\.py in code\/ of the model artifact or the model artifact/,
  );
});

/** A Python that has scikit-learn. */
async function pythonWithSklearn(): Promise<string | undefined> {
  for (const python of ['python3', '/usr/bin/python3']) {
    const found = await run(python, ['-c', 'import sys, sklearn, joblib; print(sys.executable)']).catch(
      () => undefined,
    );
    if (found) return found.stdout.trim();
  }
  return undefined;
}
const sklearn = await pythonWithSklearn();

test('scikit-learn by the defaults of its container: JSON, CSV and NPY', {
  skip: !sklearn && 'scikit-learn was not found',
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'postern-sklearn-'));
  try {
    const fit = `
import joblib, sys
from sklearn.linear_model import LinearRegression
joblib.dump(LinearRegression().fit([[0, 0], [1, 0], [0, 1]], [1, 3, 4]), sys.argv[1] + '/model.joblib')
import numpy; numpy.save(sys.argv[1] + '/rows.npy', numpy.array([[1., 1.], [2., 0.]]))
`;
    await run(sklearn as string, ['-c', fit, directory]);
    const script =
      "import joblib, os\ndef model_fn(model_dir): return joblib.load(os.path.join(model_dir, 'model.joblib'))\n";
    await serves(
      'sklearn',
      [
        { name: 'model.joblib', data: await readFile(join(directory, 'model.joblib')) },
        file('code/inference.py', script),
        file('code/requirements.txt', 'scikit-learn==0.1\njoblib\n'),
      ],
      {
        Image: '683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3',
        Environment: { POSTERN_PYTHON: sklearn as string, SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code' },
      },
    );
    const close = (text: string, wanted: readonly number[]) =>
      assert.deepEqual(
        text
          .split(/[\s,[\]]+/)
          .filter((part) => part !== '')
          .map((part) => Math.round(Number(part) * 1e4) / 1e4),
        wanted,
      );
    close((await invoke('sklearn', '[[1, 1], [2, 0]]', 'application/json')).text, [6, 5]);
    close((await invoke('sklearn', '1,1\n2,0\n', 'text/csv', 'text/csv')).text, [6, 5]);
    close(
      (await invoke('sklearn', await readFile(join(directory, 'rows.npy')), 'application/x-npy')).text,
      [6, 5],
    );
    await assert.rejects(invoke('sklearn', '<a/>', 'application/xml'), {
      name: 'ModelError',
      OriginalStatusCode: 415,
    });
    await assert.rejects(invoke('sklearn', '[[1, 1]]', 'application/json', 'application/xml'), {
      OriginalStatusCode: 406,
    });
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('boto3: a script is deployed and asked', { skip: without.boto3 }, async () => {
  const url = await put(
    stack,
    'boto3/model.tar.gz',
    tarGz([
      file(
        'code/inference.py',
        'def model_fn(d): return len\ndef predict_fn(data, model): return {"n": model(data)}\n',
      ),
    ]),
  );
  const answer = await boto3(
    stack,
    `
import time
sm, rt = boto3.client('sagemaker'), boto3.client('sagemaker-runtime')
role = 'arn:aws:iam::${account}:role/endpoint'
sm.create_model(ModelName='b', ExecutionRoleArn=role, PrimaryContainer={'Image': '763104351884.dkr.ecr.us-east-1.amazonaws.com/mxnet-inference:1.9.0-cpu-py38', 'ModelDataUrl': '${url}'})
sm.create_endpoint_config(EndpointConfigName='b', ProductionVariants=[{'VariantName': 'v', 'ModelName': 'b', 'InstanceType': 'ml.m5.large', 'InitialInstanceCount': 1}])
sm.create_endpoint(EndpointName='b', EndpointConfigName='b')
while sm.describe_endpoint(EndpointName='b')['EndpointStatus'] == 'Creating': time.sleep(0.1)
r = rt.invoke_endpoint(EndpointName='b', ContentType='application/json', Accept='*/*', Body='[1, 2, 3]')
print(json.dumps([r['ContentType'], json.loads(r['Body'].read())]))
`,
  );
  assert.deepEqual(answer, ['application/json', { n: 3 }]);
});
