import type { Operation } from '../context.ts';
import { TOTAL_CODE_BYTES, UNPACKED_BYTES, ZIPPED_BYTES } from '../limits.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings: Operation<'GetAccountSettings'> = (_input, { call, records, hosting }) => {
  const concurrency = hosting.concurrency(call.account, call.region);
  const functions = records.functions.list().map(({ row }) => row.latest);
  const versions = records.versions.list().map(({ row }) => row);
  const layers = records.layerVersions.list().map(({ row }) => row);
  return {
    AccountLimit: {
      TotalCodeSize: TOTAL_CODE_BYTES,
      CodeSizeUnzipped: UNPACKED_BYTES,
      CodeSizeZipped: ZIPPED_BYTES,
      ConcurrentExecutions: concurrency.limit,
      UnreservedConcurrentExecutions: concurrency.unreserved,
    },
    AccountUsage: {
      TotalCodeSize: [...functions, ...versions, ...layers].reduce(
        (bytes, { code }) => bytes + code.zippedBytes,
        0,
      ),
      FunctionCount: functions.length,
    },
  };
};
