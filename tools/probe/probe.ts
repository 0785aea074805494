import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Fault } from '../../src/wire/fault.ts';
import type { Route } from '../../src/wire/http/router.ts';
import type { Protocol } from '../../src/wire/protocol.ts';
import { PROTOCOLS } from '../../src/wire/protocols.ts';
import type { Operation, ProtocolName, ServiceModel } from '../../src/wire/shape.ts';
import { inAwsWords } from '../../src/wire/validate/aws-words.ts';
import { Validator } from '../../src/wire/validate/validator.ts';
import { type AstModel, nameOf } from '../smithy/ast.ts';
import { withDefaults } from '../smithy/defaults.ts';
import { readServices, type SmithyService } from '../smithy/read-service.ts';
import { inSmithyWords } from '../smithy/words.ts';
import { type ProbedRequest, readRequest, writeResponse } from './http.ts';
import type {
  ErrorFields,
  ErrorLine,
  Line,
  ModelLine,
  RequestLine,
  ResponseFields,
  ResponseLine,
} from './line.ts';
import { checkMediaTypes } from './media-types.ts';
import { type BlobForm, Params } from './params.ts';
import { routeRequest, routeTo } from './route.ts';

/** What a probe is set to. */
export interface ProbeOptions {
  /** Which service lines mean that name none. */
  readonly service?: string | undefined;
  /** Which protocol lines mean that name none. */
  readonly protocol?: string | undefined;
  readonly blobs: BlobForm;
  /** The request id of every response. */
  readonly requestId: string;
}

/** What a line means, found in the model. */
interface Subject {
  readonly service: ServiceModel;
  readonly protocol: Protocol;
  readonly operation: Operation | undefined;
}

/** Answers lines about a Smithy model by the wire's codecs, validator and router. */
export class Probe {
  #options: ProbeOptions;
  readonly #params: Params;
  readonly #inSmithy = new Validator(false);
  readonly #inAws = new Validator(true);
  #services: readonly SmithyService[] = [];

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#params = new Params(options.blobs);
  }

  /** The answer to a line. @throws Error when the line itself is wrong: unknown names, no model */
  async answer(line: Line): Promise<Record<string, unknown>> {
    switch (line.kind) {
      case 'model':
        return this.#loadFrom(line);
      case 'request':
        return this.#answerRequest(line);
      case 'response':
        return this.#answerResponse(line);
      case 'error':
        return this.#answerError(line);
      default:
        throw new Error(`Unknown kind of line: ${JSON.stringify((line as { kind?: unknown }).kind)}`);
    }
  }

  /** Takes a model. */
  load(model: AstModel): Record<string, unknown> {
    this.#services = readServices(model);
    const services = this.#services.map(({ id, model: { protocols, operationNames } }) => ({
      service: id,
      protocols,
      operations: operationNames.length,
    }));
    return { services };
  }

  /** A service and a protocol on the line of a model are those of the lines that follow. */
  #loadFrom({ model, path, service, protocol }: ModelLine): Record<string, unknown> {
    this.#options = { ...this.#options, ...(service && { service }), ...(protocol && { protocol }) };
    if (model !== undefined) return this.load(model as AstModel);
    if (path === undefined) throw new Error('A model line needs "model" or "path"');
    return this.load(JSON.parse(readFileSync(path, 'utf8')) as AstModel);
  }

  async #answerRequest(line: RequestLine): Promise<Record<string, unknown>> {
    const subject = this.#subject(line);
    const { service, protocol } = subject;
    const request = readRequest({ ...line, ...line.request });
    let operation = subject.operation;
    try {
      const route = operation
        ? routeTo(operation, protocol.name, request)
        : routeRequest(service, protocol.name, request);
      operation = route.operation;
      const input = await this.#decode(protocol, route, request);
      return { operation: operation.name, input };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const response = await this.#encodeFault(subject, operation, error, this.#requestId(line));
      return { ...(operation && { operation: operation.name }), error: faultFields(error), response };
    }
  }

  async #decode(protocol: Protocol, { operation, labels }: Route, request: ProbedRequest): Promise<unknown> {
    checkMediaTypes(operation, protocol.name, request.headers, request.body.length);
    const streams = operation.inputStream !== undefined;
    const decoded = protocol.decode(operation, {
      ...request,
      labels,
      ...(streams && { body: Buffer.alloc(0), stream: Readable.from([request.body], { objectMode: false }) }),
    });
    const input = withDefaults(operation.input, decoded) as Record<string, unknown>;
    this.#validate(operation, input);
    return this.#params.write(operation.input, input);
  }

  #validate(operation: Operation, input: Record<string, unknown>): void {
    const framework = operation.errors.some(
      ({ name, namespace }) => name === 'ValidationException' && namespace === 'smithy.framework',
    );
    const violations = (framework ? this.#inSmithy : this.#inAws).check(operation.input, input);
    if (!violations) return;
    if (!framework) throw new Fault('ValidationException', 400, inAwsWords(violations));
    const { message, fieldList } = inSmithyWords(violations);
    throw new Fault('ValidationException', 400, message, { members: { fieldList } });
  }

  async #answerResponse(line: ResponseLine): Promise<Record<string, unknown>> {
    const { protocol, operation } = this.#subject(line);
    if (!operation) throw new Error('A response line needs "operation"');
    const params = this.#params.read(operation.output, line.output ?? line.params ?? {});
    const output = withDefaults(operation.output, params) as Record<string, unknown>;
    const response = await writeResponse(protocol.encode(operation, output, this.#requestId(line)));
    return { operation: operation.name, ...response };
  }

  async #answerError(line: ErrorLine): Promise<Record<string, unknown>> {
    const subject = this.#subject(line);
    const code = nameOf(line.error ?? line.code ?? line.shape ?? '');
    const shape = subject.service.error(code);
    const given = line.params ?? line.output ?? {};
    const members = (shape ? withDefaults(shape, this.#params.read(shape, given)) : given) as Record<
      string,
      unknown
    >;
    const messageName =
      shape?.members.find(({ name }) => name.toLowerCase() === 'message')?.name ?? 'message';
    const message = line.message ?? (members[messageName] as string | undefined) ?? '';
    const status = shape?.error?.status ?? (shape?.error?.blame === 'server' ? 500 : (line.status ?? 400));
    const fault = new Fault(code, status, message, { members });
    const response = await this.#encodeFault(subject, subject.operation, fault, this.#requestId(line));
    return {
      ...(subject.operation && { operation: subject.operation.name }),
      error: faultFields(fault),
      ...response,
    };
  }

  async #encodeFault(
    { service, protocol }: Subject,
    operation: Operation | undefined,
    fault: Fault,
    requestId: string,
  ): Promise<ResponseFields> {
    return writeResponse(protocol.encodeFault(service, operation, fault, requestId));
  }

  #requestId(line: Line): string {
    return line.requestId ?? this.#options.requestId;
  }

  #subject(line: Line): Subject {
    const { model: service } = this.#service(line);
    const name = nameOf(line.protocol ?? this.#options.protocol ?? service.protocols[0] ?? '');
    const protocol = PROTOCOLS[name as ProtocolName] as Protocol | undefined;
    if (!protocol) throw new Error(`Unknown protocol ${name}`);
    const operation = line.operation === undefined ? undefined : service.operation(nameOf(line.operation));
    if (line.operation !== undefined && !operation) throw new Error(`Unknown operation ${line.operation}`);
    return { service, protocol, operation };
  }

  /** The service a line names, or the one that fits its operation and protocol. */
  #service(line: Line): SmithyService {
    if (this.#services.length === 0)
      throw new Error('No model yet: give --model FILE, or a line of kind "model"');
    const wanted = line.service ?? this.#options.service;
    const named = this.#services.filter(
      ({ id }) => wanted === undefined || id === wanted || nameOf(id) === wanted,
    );
    const { operation, protocol } = line;
    const fitting = named.filter(
      ({ model }) =>
        (operation === undefined || model.operation(nameOf(operation)) !== undefined) &&
        (protocol === undefined || (model.protocols as readonly string[]).includes(nameOf(protocol))),
    );
    const [service = named[0], ...others] = fitting;
    if (!service) throw new Error(`Unknown service ${wanted}`);
    if (others.length > 0) throw new Error(`Several services fit: ${fitting.map(({ id }) => id).join(', ')}`);
    return service;
  }
}

function faultFields({ code, message, status, members }: Fault): ErrorFields {
  return { code, message, status, ...(Object.keys(members).length > 0 && { members }) };
}
