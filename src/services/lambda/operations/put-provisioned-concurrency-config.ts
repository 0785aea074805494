import type { LambdaContext, Operation } from '../context.ts';
import { invalid } from '../faults.ts';
import { LEAST_UNRESERVED } from '../limits.ts';
import { type ProvisionedOwner, provisionedOwner, refuseTwice, writeProvisioned } from '../provisioned.ts';

/** Keeps workers of a version or an alias up ahead of requests. @see https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html */
export const putProvisionedConcurrencyConfig: Operation<'PutProvisionedConcurrencyConfig'> = (
  input,
  context,
) => {
  const owner = provisionedOwner(input.FunctionName, input.Qualifier, context);
  const requested = input.ProvisionedConcurrentExecutions;
  refuseTwice(owner, context);
  refuseTooMany(requested, owner, context);
  const row = { requested, modifiedMs: context.clock.now() };
  context.records.provisioned.put(owner.key, row);
  context.hosting.provision(owner.name);
  return writeProvisioned(row, owner, context);
};

function refuseTooMany(
  requested: number,
  owner: ProvisionedOwner,
  { records, hosting, call }: LambdaContext,
): void {
  const { name } = owner.name;
  const others = records.provisioned
    .list({ prefix: `${name}/` })
    .reduce((sum, { key, row }) => (key === owner.key ? sum : sum + row.requested), 0);
  const reserved = records.functions.get(name)?.reservedConcurrency;
  if (reserved !== undefined) {
    if (requested + others > reserved)
      throw invalid(
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      );
    return;
  }
  const concurrency = hosting.concurrency(call.account, call.region);
  const elsewhere = records.provisioned
    .list()
    .reduce((sum, { key, row }) => (key === owner.key || isReserved(key) ? sum : sum + row.requested), 0);
  if (concurrency.unreserved - elsewhere - requested < LEAST_UNRESERVED) {
    throw invalid(
      `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    );
  }

  function isReserved(key: string): boolean {
    return concurrency.isReserved(key.slice(0, key.indexOf('/')));
  }
}
