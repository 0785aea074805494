import type { GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import type { InputOf, OutputOf } from '../../../wire/index.ts';
import type { Context } from '../context.ts';
import { page } from '../page.ts';
import { deploymentAnswer } from '../records/deployment.ts';
import { restApiOf } from '../records/find.ts';
import { rowsOf } from '../records/rows-of.ts';

/** Lists the deployments of an API, newest first. */
export function getDeployments(
  input: InputOf<typeof GetDeploymentsCommand>,
  context: Context,
): OutputOf<typeof GetDeploymentsCommand> {
  const { id } = restApiOf(context, input.restApiId);
  const rows = rowsOf(context.kept.deployments, id).sort((a, b) => b.createdDate - a.createdDate);
  const { items, ...more } = page(rows, input, (row) => row.id);
  return { items: items.map(deploymentAnswer), ...more };
}
