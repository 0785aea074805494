import type {
  InferenceComponentSpecification,
  UpdateInferenceComponentCommand,
} from '@aws-sdk/client-sagemaker';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import { keyOf } from '../arns.ts';
import type { Context } from '../context.ts';
import { alarmsNotFound, notImplemented, validation } from '../faults.ts';
import { alarmStates } from '../hosting/rollout/alarms.ts';
import { enter } from '../records/inference-component.ts';
import { checkRollingUpdate, releaseOf } from '../translate/component.ts';
import { updatableComponent } from './update-inference-component-runtime-config.ts';

type Input = InputOf<typeof UpdateInferenceComponentCommand>;

/**
 * New copies take the place of those that serve: all at once, or in batches where a rolling policy says so.
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateInferenceComponent.html
 */
export async function updateInferenceComponent(
  input: Input,
  context: Context,
): Promise<OutputOf<typeof UpdateInferenceComponentCommand>> {
  const { InferenceComponentName: name, Specification, RuntimeConfig, DeploymentConfig } = input;
  if (input.Specifications) throw notImplemented('Specifications');
  if (!Specification && !RuntimeConfig)
    throw validation('At least one of Specification and RuntimeConfig must be specified.');
  await refuseUnknownAlarms(input, context);
  const { row, arn } = updatableComponent(name, context);
  const copies = RuntimeConfig?.CopyCount ?? row.copies;
  checkRollingUpdate(DeploymentConfig, Math.max(1, copies));
  const before = row.current?.specification;
  const endpoint = context.endpoints.get(keyOf(row.endpointName));
  const next =
    Specification &&
    releaseOf(merged(before, Specification), endpoint?.current?.roleArn, DeploymentConfig, context);
  context.components.update(keyOf(name), (one) =>
    enter(one, 'Updating', context.clock.now(), {
      copies,
      copiesBefore: one.copies,
      next,
      failureReason: undefined,
      ...(DeploymentConfig && { lastDeploymentConfig: DeploymentConfig }),
    }),
  );
  if (next) context.componentHosting.start(context.call, row.name);
  else context.componentHosting.scale(context.call, row.name);
  return { InferenceComponentArn: arn };
}

/** What is left out stays as it was; a model takes the place of a container, and the other way round. */
function merged(
  before: InferenceComponentSpecification | undefined,
  asked: InferenceComponentSpecification,
): InferenceComponentSpecification {
  const { ModelName, Container, ...rest } = before ?? {};
  const kept = (asked.ModelName ?? asked.Container) ? {} : { ModelName, Container };
  const entries = Object.entries({ ...rest, ...kept, ...asked });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Asked in the caller's name: who has an update watched must be allowed to see the alarms. */
async function refuseUnknownAlarms({ DeploymentConfig }: Input, { inside, call }: Context): Promise<void> {
  const alarms = DeploymentConfig?.AutoRollbackConfiguration?.Alarms ?? [];
  const names = alarms.flatMap(({ AlarmName }) => AlarmName ?? []);
  const states = await alarmStates(inside, call, call.caller, names);
  const missing = names.filter((name) => !states.has(name));
  if (missing.length > 0) throw alarmsNotFound(missing);
}
