import type { Authorizer, CallContext } from '../call.ts';
import { Fault } from '../fault.ts';
import { serializationFault } from '../malformed.ts';
import type { ProtocolName } from '../shape.ts';
import { inAwsWords } from '../validate/aws-words.ts';
import { Validator } from '../validate/validator.ts';
import { accessDenied } from './refusals.ts';
import type { Built } from './service-table.ts';

/** What is the same for calls from outside and inside: authorise, validate, run. */
export class Runner {
  readonly #authorizer: Authorizer;
  readonly #validator = new Validator(true);

  constructor(authorizer: Authorizer) {
    this.#authorizer = authorizer;
  }

  /**
   * Authorises, validates and runs a call.
   * @param protocol that of the request; undefined inside
   * @returns what the handler gave, or a promise of it
   */
  run(
    built: Built,
    input: Record<string, unknown>,
    call: CallContext,
    protocol: ProtocolName | undefined,
  ): unknown {
    const invalid = this.#validate(built, input, protocol);
    this.#authorise(built, input, call, protocol, invalid !== undefined);
    if (invalid) throw invalid;
    return built.handler(input, call);
  }

  #validate(
    { definition, operation }: Built,
    input: Record<string, unknown>,
    protocol: ProtocolName | undefined,
  ): Fault | undefined {
    const violations = keepStack(() => this.#validator.check(operation.input, input));
    if (!violations) return undefined;
    const message = inAwsWords(violations);
    const own = definition.validationFault?.(message, violations, operation.name);
    if (own === null) return undefined;
    const isQuery = (protocol ?? operation.service.protocols[0]) === 'awsQuery';
    return own ?? new Fault(isQuery ? 'ValidationError' : 'ValidationException', 400, message);
  }

  /** @param invalid the input breaks its constraints: what asks for access may then stumble, and the caller hears of the input instead */
  #authorise(
    { definition, operation }: Built,
    input: Record<string, unknown>,
    call: CallContext,
    protocol: ProtocolName | undefined,
    invalid: boolean,
  ): void {
    try {
      for (const request of definition.access(operation.name, input, call)) {
        const decision = this.#authorizer.authorize(call, request);
        if (!decision.allowed) throw accessDenied(operation.service, protocol, call.caller, decision.message);
      }
    } catch (error) {
      if (!invalid || error instanceof Fault) throw error;
    }
  }
}

/** Values nested deeper than the stack goes are the client's fault, not ours. */
export function keepStack<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw serializationFault('The request is nested too deeply');
    throw error;
  }
}
