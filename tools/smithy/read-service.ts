import type { Operation, ProtocolName, ServiceModel, StructureShape } from '../../src/wire/shape.ts';
import {
  type AstModel,
  type AstReference,
  type AstShape,
  hasTrait,
  nameOf,
  textTrait,
  trait,
} from './ast.ts';
import { defined, readNamespace } from './read-member.ts';
import { SmithyShapes } from './read-shapes.ts';
import { resolveModel } from './resolve.ts';

const UNIT_ID = 'smithy.api#Unit';

/** Protocol traits, the newest first: a client takes the first it knows. */
const PROTOCOLS: Readonly<Record<string, ProtocolName>> = {
  'smithy.protocols#rpcv2Cbor': 'rpcv2Cbor',
  'aws.protocols#awsJson1_0': 'awsJson1_0',
  'aws.protocols#awsJson1_1': 'awsJson1_1',
  'aws.protocols#restJson1': 'restJson1',
  'aws.protocols#restXml': 'restXml',
  'aws.protocols#awsQuery': 'awsQuery',
  'aws.protocols#ec2Query': 'ec2Query',
};

/** A service of a Smithy model, with its absolute name. */
export interface SmithyService {
  readonly id: string;
  readonly model: ServiceModel;
}

/** The services of a model, in the model's order. */
export function readServices(model: AstModel): SmithyService[] {
  const ast = resolveModel(model);
  const shapes = new SmithyShapes(ast);
  return [...ast]
    .filter(([, shape]) => shape.type === 'service')
    .map(([id, shape]) => ({ id, model: readService(id, shape, shapes) }));
}

function readService(id: string, ast: AstShape, shapes: SmithyShapes): ServiceModel {
  const operationIds = closure(ast, shapes);
  const idOf = new Map(operationIds.map((operation) => [nameOf(operation), operation]));
  const operations = new Map<string, Operation>();
  const errors = indexErrors(ast, operationIds, shapes);
  const protocols = Object.entries(PROTOCOLS).filter(([name]) => hasTrait(ast.traits, name));
  const { sdkId } = (trait(ast.traits, 'aws.api#service') ?? {}) as { sdkId?: string };
  const { name: signingName } = (trait(ast.traits, 'aws.auth#sigv4') ?? {}) as { name?: string };
  const restXml = trait(ast.traits, 'aws.protocols#restXml') as { noErrorWrapping?: boolean } | undefined;
  const model: ServiceModel = {
    name: nameOf(id),
    shapeName: nameOf(id),
    serviceId: sdkId ?? textTrait(ast.traits, 'title') ?? nameOf(id),
    signingName: signingName ?? nameOf(id).toLowerCase(),
    version: ast.version ?? '',
    targetPrefix: nameOf(id),
    protocols: protocols.map(([, protocol]) => protocol),
    ...defined({ xmlNamespace: readNamespace(trait(ast.traits, 'xmlNamespace')) }),
    awsQueryCompatible: hasTrait(ast.traits, 'aws.protocols#awsQueryCompatible'),
    bareXmlErrors: restXml?.noErrorWrapping ?? false,
    operationNames: [...idOf.keys()],
    operation(name) {
      let operation = operations.get(name);
      const operationId = idOf.get(name);
      if (!operation && operationId !== undefined) {
        operation = readOperation(model, operationId, ast, shapes);
        operations.set(name, operation);
      }
      return operation;
    },
    error: (code) => errors.get(code),
  };
  return model;
}

/** All operations of a service and its resources, by absolute name. */
function closure(ast: AstShape, shapes: SmithyShapes): string[] {
  const found = new Set<string>();
  const seen = new Set<AstShape>();
  const visit = (shape: AstShape) => {
    if (seen.has(shape)) return;
    seen.add(shape);
    const { create, put, read, update, delete: remove, list } = shape;
    const lifecycle = [create, put, read, update, remove, list].filter((one) => one !== undefined);
    const others = [...(shape.operations ?? []), ...(shape.collectionOperations ?? [])];
    for (const { target } of [...lifecycle, ...others]) found.add(target);
    for (const { target } of shape.resources ?? []) visit(shapes.ast(target));
  };
  visit(ast);
  return [...found];
}

/** Errors by shape name, and by Query code where no shape has that name. */
function indexErrors(
  service: AstShape,
  operationIds: readonly string[],
  shapes: SmithyShapes,
): Map<string, StructureShape> {
  const references: AstReference[] = [...(service.errors ?? [])];
  for (const id of operationIds) references.push(...(shapes.ast(id).errors ?? []));
  const errors = new Map<string, StructureShape>();
  for (const { target } of references) errors.set(nameOf(target), shapes.structure(target));
  for (const shape of Array.from(errors.values())) {
    const code = shape.error?.queryCode;
    if (code !== undefined && !errors.has(code)) errors.set(code, shape);
  }
  return errors;
}

function readOperation(
  service: ServiceModel,
  id: string,
  serviceAst: AstShape,
  shapes: SmithyShapes,
): Operation {
  const ast = shapes.ast(id);
  const [inputId, outputId] = [ast.input?.target ?? UNIT_ID, ast.output?.target ?? UNIT_ID];
  const [input, output] = [shapes.structure(inputId), shapes.structure(outputId)];
  const http = trait(ast.traits, 'http') as { method: string; uri: string; code?: number } | undefined;
  const errors = [...(ast.errors ?? []), ...(serviceAst.errors ?? [])].map(({ target }) =>
    shapes.structure(target),
  );
  const stream = ({ members }: StructureShape) =>
    members.find((member) => member.streaming || member.eventStream);
  return {
    name: nameOf(id),
    service,
    input,
    output,
    errors,
    ...defined({
      http: http && { method: http.method, uri: http.uri, status: http.code ?? 200 },
      inputIsUnit: inputId === UNIT_ID || undefined,
      outputIsUnit: outputId === UNIT_ID || undefined,
      unwrappedXmlOutput: hasTrait(ast.traits, 'aws.customizations#s3UnwrappedXmlOutput') || undefined,
      inputStream: stream(input),
      outputStream: stream(output),
    }),
  };
}
