import type { Operation } from '../context.ts';
import { simulate } from '../simulate.ts';

/**
 * What policies that are given would allow.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export const simulateCustomPolicy: Operation<'SimulateCustomPolicy'> = (input, context) =>
  simulate(context, input, { policies: [], callerArn: input.CallerArn });
