import type { CreateInferenceComponentCommand } from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { arnOf, keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import {
  componentExists,
  couldNotFindEndpoint,
  endpointInProgress,
  notImplemented,
  validation,
  variantsNotPresent,
} from '../faults.ts';
import { inProgress } from '../records/endpoint.ts';
import type { InferenceComponentRow } from '../records/inference-component.ts';
import { addTags, tagsOf } from '../records/tags.ts';
import { releaseOf } from '../translate/component.ts';

type Input = InputOf<typeof CreateInferenceComponentCommand>;

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html */
export function createInferenceComponent(
  input: Input,
  context: Context,
): OutputOf<typeof CreateInferenceComponentCommand> {
  const { InferenceComponentName: name, Specification, RuntimeConfig } = input;
  const InferenceComponentArn = arnOf(context.call, 'inference-component', name);
  const key = keyOf(name);
  if (input.Specifications) throw notImplemented('Specifications');
  if (!Specification) throw validation('Specification must be specified for an inference component.');
  const host = hostOf(input, context);
  const copies = RuntimeConfig?.CopyCount ?? 0;
  if (copies < 1) throw validation('Inference components copy count must be an integer larger than 0.');
  if (context.components.get(key)) throw componentExists(InferenceComponentArn);
  const now = context.clock.now();
  const row: InferenceComponentRow = {
    name,
    endpointName: host.endpoint,
    variantName: host.variant,
    status: 'Creating',
    createdMs: now,
    modifiedMs: now,
    copies,
    next: releaseOf(Specification, host.roleArn, undefined, context),
  };
  const tags = tagsOf(input.Tags);
  context.store.transaction(() => {
    if (!context.components.insert(key, row)) throw componentExists(InferenceComponentArn);
    addTags(context.tags, InferenceComponentArn, tags);
  });
  context.componentHosting.start(context.call, name);
  return { InferenceComponentArn };
}

/** The variant that is to host it, as it was created. */
function hostOf({ EndpointName, VariantName }: Input, context: Context) {
  const arn = arnOf(context.call, 'endpoint', EndpointName);
  const row = context.endpoints.get(keyOf(EndpointName));
  if (!row) throw couldNotFindEndpoint(arn);
  if (inProgress(row)) throw endpointInProgress(arn);
  const { current } = row;
  if (!current || current.variants.some(({ model }) => model !== undefined))
    throw validation(
      'Inference Components are not supported in this Endpoint. Please make sure this endpoint can deploy inference components.',
    );
  if (VariantName === undefined)
    throw validation('VariantName must be specified for an inference component.');
  const variant = current.variants.find(({ name }) => keyOf(name) === keyOf(VariantName));
  if (!variant) throw variantsNotPresent([VariantName], current.configName);
  return { endpoint: row.name, variant: variant.name, roleArn: current.roleArn };
}
