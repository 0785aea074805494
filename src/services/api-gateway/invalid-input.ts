import { Fault, inAwsWords, type Violation } from '../../wire/index.ts';

/** Constrained members that travel in the path or the query; all others are of the body. */
const OUTSIDE_THE_BODY = new Set([
  'endDate',
  'format',
  'mode',
  'responseType',
  'startDate',
  'statusCode',
  'tagKeys',
]);

/**
 * What API Gateway says of an input that breaks the model: `ValidationException`, as elsewhere, not its own `BadRequestException`; but members
 * of the body are told as those of the body's shape, e.g. `'createRestApiInput.apiKeySource'`, while `'responseType'`, of the path, is not.
 * @see https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html
 */
export function invalidInput(violations: readonly Violation[], operation: string): Fault {
  const told = violations.map((violation): Violation => {
    const [first] = violation.path;
    if (first?.kind !== 'member' || OUTSIDE_THE_BODY.has(first.name)) return violation;
    return { ...violation, path: [{ kind: 'member', name: `${operation}Input` }, ...violation.path] };
  });
  return new Fault('ValidationException', 400, inAwsWords(told));
}
