import type { DeleteRestApiCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { partsOfApi } from '../records/collections.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';
import { detachStages } from '../records/usage-plan.ts';

/** Deletes an API with all that is below it; its stages are served no longer. */
export function deleteRestApi(
  input: InputOf<typeof DeleteRestApiCommand>,
  context: Context,
): OutputOf<typeof DeleteRestApiCommand> {
  const { kept, transaction, gateway, deployer } = context;
  const { id } = restApiOf(context, input.restApiId);
  const stages = rowsOf(kept.stages, id);
  transaction(() => {
    for (const part of partsOfApi)
      for (const { key } of kept[part].list({ prefix: `${id}/` })) kept[part].delete(key);
    kept.restApis.delete(id);
    detachStages(context, (stage) => stage.apiId === id);
  });
  for (const { stageName } of stages) gateway.remove(id, stageName);
  deployer.placePlans(context);
  return {};
}
