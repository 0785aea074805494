import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  type DescribeEndpointCommandOutput,
  type DesiredWeightAndCapacity,
  type ProductionVariant,
  UpdateEndpointCommand,
  type UpdateEndpointCommandInput,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { linearModel } from '../../models/onnx.ts';
import { artifact, createModel, prepare, settled } from './fixtures.ts';
import { account, type Stack } from './stack.ts';

export const arn = (name: string) => `arn:aws:sagemaker:us-east-1:${account}:endpoint/${name}`;
export const refused = (message: string | RegExp) => ({ name: 'ValidationException', message });

/** What the models `plain` and `tenfold` answer. */
export const plain = '{"predictions":[11]}';
export const tenfold = '{"predictions":[110]}';

/** Makes the models `plain`, `tenfold`, and `sick`, which does not start. */
export async function makeModels(stack: Stack): Promise<void> {
  await prepare(stack);
  await createModel(stack, 'plain', artifact(linearModel([1, 2], 0)));
  await createModel(stack, 'tenfold', artifact(linearModel([10, 20], 0)));
  await createModel(stack, 'sick', artifact(Buffer.from('nonsense')));
}

/** A production variant of model `plain`. */
export const variant = (VariantName: string, more: Partial<ProductionVariant> = {}): ProductionVariant => ({
  VariantName,
  ModelName: 'plain',
  InstanceType: 'ml.m5.large',
  InitialInstanceCount: 1,
  ...more,
});

/** What is done with endpoints, in few words. */
export class Hands {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  config = (EndpointConfigName: string, ...ProductionVariants: ProductionVariant[]) =>
    this.#stack.sageMaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants }));

  /** Makes an endpoint of the configuration of that name, and waits for it. */
  create = async (EndpointName: string, EndpointConfigName = EndpointName) => {
    await this.#stack.sageMaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
    return settled(this.#stack, EndpointName);
  };

  describe = (EndpointName: string): Promise<DescribeEndpointCommandOutput> =>
    this.#stack.sageMaker.send(new DescribeEndpointCommand({ EndpointName }));

  update = (
    EndpointName: string,
    EndpointConfigName: string,
    more: Partial<UpdateEndpointCommandInput> = {},
  ) => this.#stack.sageMaker.send(new UpdateEndpointCommand({ EndpointName, EndpointConfigName, ...more }));

  scale = (EndpointName: string, ...DesiredWeightsAndCapacities: DesiredWeightAndCapacity[]) =>
    this.#stack.sageMaker.send(
      new UpdateEndpointWeightsAndCapacitiesCommand({ EndpointName, DesiredWeightsAndCapacities }),
    );

  remove = async (EndpointName: string) => {
    await this.#stack.sageMaker.send(new DeleteEndpointCommand({ EndpointName }));
    await assert.rejects(settled(this.#stack, EndpointName), refused(/Could not find endpoint/));
  };

  invoke = async (EndpointName: string) => {
    const answer = await this.#stack.runtime.send(
      new InvokeEndpointCommand({ EndpointName, ContentType: 'application/json', Body: '[[3, 4]]' }),
    );
    return { variant: answer.InvokedProductionVariant, body: Buffer.from(answer.Body).toString() };
  };

  /** Four callers that call again and again; what they were answered, and how often. */
  load = (EndpointName: string) => {
    const answers = new Map<string, number>();
    let over = false;
    const callers = Array.from({ length: 4 }, async () => {
      while (!over) {
        const said = await this.invoke(EndpointName).then(
          ({ body }) => body,
          (error: Error) => `${error.name}: ${error.message}`,
        );
        answers.set(said, (answers.get(said) ?? 0) + 1);
      }
    });
    const stop = async () => {
      over = true;
      await Promise.all(callers);
      return answers;
    };
    return { answers, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
  };

  /** What DescribeEndpoint tells of an endpoint, again and again until it has settled. */
  watched = async (EndpointName: string): Promise<DescribeEndpointCommandOutput[]> => {
    const seen: DescribeEndpointCommandOutput[] = [];
    for (;;) {
      const now = await this.describe(EndpointName);
      seen.push(now);
      if (now.EndpointStatus === 'InService' || now.EndpointStatus === 'UpdateRollbackFailed') return seen;
      await pause(20);
    }
  };
}
