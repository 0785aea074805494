import type { ApiStage, PatchOperation, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { Context } from '../context.ts';
import { badRequest, notFound } from '../faults.ts';
import { applyPatch, type Change, member, type PatchRule, readNumber, without } from '../patch.ts';
import type { UsagePlanRow } from './rows.ts';
import { checkApiStage, checkQuota } from './usage-plan.ts';

/**
 * Patches a usage plan.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateUsagePlan-Patch
 */
export function patchUsagePlan(
  row: UsagePlanRow,
  operations: readonly PatchOperation[] | undefined,
  context: Context,
): UsagePlanRow {
  const patched = applyPatch(row, operations, [...rules, ...stageRules(context)]);
  checkQuota(patched.quota);
  return patched;
}

const number = (value: string): number =>
  readNumber(value, () => badRequest(`Invalid usage plan value: ${value}`));

const throttleOf = (before: ThrottleSettings | undefined, name: string, value: string): ThrottleSettings => ({
  ...before,
  [name]: number(value),
});

const rules: readonly PatchRule<UsagePlanRow>[] = [
  member<UsagePlanRow, 'name'>('name'),
  member<UsagePlanRow, 'description'>('description'),
  member<UsagePlanRow, 'productCode'>('productCode', undefined, ['add', 'replace', 'remove']),
  { path: '/throttle', remove: (row) => without(row, 'throttle') },
  { path: '/quota', remove: (row) => without(row, 'quota') },
  ...(['rateLimit', 'burstLimit'] as const).map((name): PatchRule<UsagePlanRow> => {
    const set: Change<UsagePlanRow> = (row, value) => ({
      ...row,
      throttle: throttleOf(row.throttle, name, value),
    });
    return { path: `/throttle/${name}`, add: set, replace: set };
  }),
  ...(['limit', 'offset', 'period'] as const).map((name): PatchRule<UsagePlanRow> => {
    const set: Change<UsagePlanRow> = (row, value) => ({
      ...row,
      quota: { offset: 0, ...row.quota, [name]: name === 'period' ? value : number(value) },
    });
    return { path: `/quota/${name}`, add: set, replace: set };
  }),
];

function stageRules(context: Context): readonly PatchRule<UsagePlanRow>[] {
  return [
    {
      path: '/apiStages',
      add: (row, value) => {
        const stage = readStage(value);
        checkApiStage(context, stage, row.id);
        if (row.apiStages.some((other) => isSame(other, stage))) return row;
        return { ...row, apiStages: [...row.apiStages, stage] };
      },
      remove: (row, value) => {
        const stage = readStage(value);
        if (!row.apiStages.some((other) => isSame(other, stage))) throw noSuchStage(stage, row);
        return { ...row, apiStages: row.apiStages.filter((other) => !isSame(other, stage)) };
      },
    },
    { path: '/apiStages/{stage}/throttle', remove: ofStage((stage) => without(stage, 'throttle')) },
    {
      path: '/apiStages/{stage}/throttle/{method}',
      remove: ofStage((stage, _, { method = '' }) => ({
        ...stage,
        throttle: without(stage.throttle ?? {}, method),
      })),
    },
    ...['rateLimit', 'burstLimit'].map((name): PatchRule<UsagePlanRow> => {
      const set = ofStage((stage, value, { method = '' }) => ({
        ...stage,
        throttle: { ...stage.throttle, [method]: throttleOf(stage.throttle?.[method], name, value) },
      }));
      return { path: `/apiStages/{stage}/throttle/{method}/${name}`, add: set, replace: set };
    }),
  ];
}

const ofStage =
  (change: Change<ApiStage>): Change<UsagePlanRow> =>
  (row, value, parts, raw) => {
    const named = readStage(parts['stage'] ?? '');
    if (!row.apiStages.some((stage) => isSame(stage, named))) throw noSuchStage(named, row);
    const apiStages = row.apiStages.map((stage) =>
      isSame(stage, named) ? change(stage, value, parts, raw) : stage,
    );
    return { ...row, apiStages };
  };

/** `api:stage`. */
function readStage(value: string): { apiId: string; stage: string } {
  const [apiId = '', stage = '', more] = value.split(':');
  if (apiId === '' || stage === '' || more !== undefined) throw badRequest('Invalid API Stage specified');
  return { apiId, stage };
}

const isSame = (a: ApiStage, b: ApiStage): boolean => a.apiId === b.apiId && a.stage === b.stage;

const noSuchStage = ({ apiId, stage }: ApiStage, { id }: UsagePlanRow) =>
  notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${id}`);
