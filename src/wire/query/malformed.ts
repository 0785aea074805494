import { Fault } from '../fault.ts';

/** The parameters are not what the operation's shapes ask for: the Query services' code for it. */
export function malformedInput(message: string): Fault {
  return new Fault('MalformedInput', 400, message);
}

/**
 * The text is not a query string.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
 */
export function malformedQueryString(): Fault {
  return new Fault('MalformedQueryString', 404, 'The query string contains a syntax error.');
}
