import type { UpdateModelCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { applyPatch, member, type PatchRule } from '../patch.ts';
import { modelOf } from '../records/find.ts';
import { checkModel } from '../records/model.ts';
import type { ModelRow } from '../records/rows.ts';

const rules: readonly PatchRule<ModelRow>[] = [
  member<ModelRow, 'description'>('description'),
  {
    path: '/schema',
    replace: (row, schema) => {
      checkModel(row.name, schema);
      return { ...row, schema };
    },
  },
];

/** Patches a model. */
export function updateModel(
  input: InputOf<typeof UpdateModelCommand>,
  context: Context,
): OutputOf<typeof UpdateModelCommand> {
  const { restApiId, modelName, patchOperations } = input;
  const row = applyPatch(modelOf(context, restApiId, modelName), patchOperations, rules);
  context.kept.models.put(`${restApiId}/${modelName}`, row);
  return row;
}
