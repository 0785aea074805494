import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ModelTable } from './model-table.ts';
import { badInput, Refusal } from './refusal.ts';
import { answer, contractServer, predict, readBody } from './serve.ts';

/**
 * The contract of a container that serves many models.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html
 */
export function manyModelsServer(table: ModelTable): Server {
  return contractServer((request, response) => route(table, request, response));
}

async function route(table: ModelTable, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  const [path = ''] = url.split('?', 1);
  const [, root, name, verb, more] = path.split('/');
  if (root !== 'models' || more !== undefined) throw unknown();
  if (name === undefined) {
    if (method === 'GET') return answer(response, 200, { models: table.list() });
    if (method !== 'POST') throw unknown();
    const { model_name, url: directory } = readLoad(await readBody(request));
    await table.load(model_name, directory);
    return answer(response, 200, { modelName: model_name, status: `Model "${model_name}" registered` });
  }
  const model = decodeURIComponent(name);
  if (verb === 'invoke' && method === 'POST') return predict(table.predict(model), request, response);
  if (verb !== undefined) throw unknown();
  if (method === 'GET') return answer(response, 200, table.get(model));
  if (method !== 'DELETE') throw unknown();
  await table.unload(model);
  return answer(response, 200, { status: `Model "${model}" unregistered` });
}

const unknown = (): Refusal =>
  new Refusal(
    404,
    'this server answers GET /ping, GET and POST /models, GET and DELETE /models/{name}, POST /models/{name}/invoke',
  );

function readLoad(body: Buffer): { model_name: string; url: string } {
  let read: unknown;
  try {
    read = JSON.parse(body.toString('utf8'));
  } catch {
    throw badInput('the body is not JSON');
  }
  const { model_name, url } = (read ?? {}) as { model_name?: unknown; url?: unknown };
  if (typeof model_name !== 'string' || typeof url !== 'string')
    throw badInput('the body needs model_name and url');
  return { model_name, url };
}
