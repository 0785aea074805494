import { Listr } from 'listr2';
import { request } from 'undici';
import {
  type Deployment,
  findModelApi,
  type ModelApiOutputs,
  type ModelApiSpec,
  modelApiSteps,
  newDeployment,
} from './index.ts';

/** What a deployment ended in: where the stack answers, and what it answered to the sample. */
export interface Deployed {
  readonly outputs: ModelApiOutputs;
  readonly sample: { readonly curl: string; readonly status: number; readonly answer: unknown };
}

/**
 * Brings the stack up with progress on the terminal (a live list; plain lines in a pipe), calls it once with the sample, and prints
 * how to call it. Configured by the environment as any AWS client (`AWS_ENDPOINT_URL` ...).
 * @param sample a request body
 * @param json print one JSON object instead
 */
export async function deployAndTell(spec: ModelApiSpec, sample: unknown, json: boolean): Promise<Deployed> {
  const serverUrl = process.env['AWS_ENDPOINT_URL'];
  if (!serverUrl) throw new Error('AWS_ENDPOINT_URL is not set: eval "$(npx postern env)"');
  const deployment = newDeployment(serverUrl);
  const found = await findModelApi(spec, deployment);
  if (!found) await runSteps(spec, deployment, json);
  const outputs = found ?? deployment.outputs;
  const body = JSON.stringify(sample);
  const deployed = { outputs, sample: { curl: curlOf(outputs, body), ...(await callOnce(outputs, body)) } };
  if (json) console.log(JSON.stringify(deployed));
  else tell(deployed);
  return deployed;
}

async function runSteps(spec: ModelApiSpec, deployment: Deployment, json: boolean): Promise<void> {
  const tasks = modelApiSteps(spec).map((step) => ({
    title: step.title,
    task: async (_: unknown, task: { title: string }) => {
      await step.run(deployment, (progress) => {
        const title = `${step.title}: ${progress}`;
        if (!json && task.title !== title) task.title = title;
      });
    },
  }));
  await new Listr(tasks, {
    renderer: json ? 'silent' : 'default',
    fallbackRenderer: json ? 'silent' : 'simple',
    rendererOptions: { collapseErrors: false },
  }).run();
}

/** Calls the stack with the sample. A fresh API may answer 5xx for a moment on AWS; here the first answer counts. */
async function callOnce(
  outputs: ModelApiOutputs,
  body: string,
): Promise<{ status: number; answer: unknown }> {
  const headers = { 'content-type': 'application/json', 'x-api-key': outputs.apiKey };
  const response = await request(outputs.url, { method: 'POST', headers, body });
  const text = await response.body.text();
  try {
    return { status: response.statusCode, answer: JSON.parse(text) };
  } catch {
    return { status: response.statusCode, answer: text };
  }
}

const curlOf = (outputs: ModelApiOutputs, body: string): string =>
  [
    `curl -s '${outputs.url}'`,
    `  -H 'x-api-key: ${outputs.apiKey}' -H 'content-type: application/json'`,
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n');

function tell({ outputs, sample }: Deployed): void {
  console.log(`
  API      ${outputs.url}
  API key  ${outputs.apiKey}

${sample.curl}

answers ${sample.status}: ${JSON.stringify(sample.answer)}

Point any AWS client here:  eval "$(npx postern env)"
`);
}
