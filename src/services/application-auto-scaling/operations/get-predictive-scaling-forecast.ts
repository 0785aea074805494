import type { ScalingOperation } from '../context.ts';
import { noPolicyFound, validation } from '../faults.ts';
import { policyId } from '../records/policy.ts';
import { targetOf } from '../resources/dimensions.ts';

/**
 * Refuses: there are no predictive policies, which AWS has for ECS alone.
 * @see https://docs.aws.amazon.com/autoscaling/application/APIReference/API_GetPredictiveScalingForecast.html
 */
export const getPredictiveScalingForecast: ScalingOperation<'GetPredictiveScalingForecast'> = (
  input,
  { records },
) => {
  const key = targetOf(input);
  if (!records.policies.get(policyId(key, input.PolicyName))) throw noPolicyFound(key, input.PolicyName);
  throw validation(`The policy ${input.PolicyName} is not a predictive scaling policy`);
};
