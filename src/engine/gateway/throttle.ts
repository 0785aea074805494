import { invalidApiKey, Refusal, tooManyRequests } from './refusal.ts';
import type { Admitted, Authorised } from './request.ts';
import type { TokenBucket } from '../../kit/index.ts';
import type { UsagePlans } from './usage-plans.ts';

/**
 * Lets a request in within its usage plan, its method's rate and its account's, in that order.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function throttle(
  request: Authorised,
  plans: UsagePlans | undefined,
  account: TokenBucket,
  nowMs: number,
): Admitted | Refusal {
  if (request.test) return request;
  const { route, stage } = request;
  let admitted: Admitted = request;
  if (route.spec.apiKeyRequired) {
    const value = request.headers.get('x-api-key');
    if (!plans) return invalidApiKey();
    const key = plans.admit(
      { apiId: stage.api.apiId, stage: stage.name, methodKey: route.key, value },
      { wallMs: request.timeMs, monotonicMs: nowMs },
    );
    if (key instanceof Refusal) return key;
    if (request.log.detailed) request.log.info(`API Key: ${masked(key.value)}`);
    admitted = { ...request, apiKey: key };
  }
  if (route.bucket && !route.bucket.take(nowMs)) return tooManyRequests('method');
  if (!account.take(nowMs)) return tooManyRequests('account');
  return admitted;
}

/** Only the last six characters show, as in API Gateway's log. */
const masked = (value: string): string => '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6);
