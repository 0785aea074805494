import type { TestInvokeMethodCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { Headers } from '../../../engine/gateway/index.ts';
import { methodOf, resourceOf, restApiOf } from '../records/find.ts';
import { testAnswer } from '../translate/test-answer.ts';

/** Runs a request through a method as it is now, undeployed, and tells what happened. */
export async function testInvokeMethod(
  input: InputOf<typeof TestInvokeMethodCommand>,
  context: Context,
): Promise<OutputOf<typeof TestInvokeMethodCommand>> {
  const { restApiId, resourceId, httpMethod } = input;
  restApiOf(context, restApiId);
  const resource = resourceOf(context, restApiId, resourceId);
  const method = resource.resourceMethods[httpMethod] ? httpMethod : 'ANY';
  methodOf(resource, method);
  const spec = context.deployer.snapshot(context, restApiId, '');
  if (!spec) throw new Error(`no snapshot of the API ${restApiId}`);
  const only = spec.resources.filter(({ id }) => id === resourceId);
  const [path = '', query = ''] = (input.pathWithQueryString ?? resource.path).split('?');
  const ran = await context.gateway.test(
    { ...spec, resources: only },
    {
      method: httpMethod === 'ANY' ? 'GET' : httpMethod,
      path: path === '' ? '/' : path,
      query,
      headers: Headers.of({ ...input.headers, ...input.multiValueHeaders }),
      body: Buffer.from(input.body ?? ''),
      variables: input.stageVariables ?? {},
    },
  );
  return testAnswer(ran);
}
