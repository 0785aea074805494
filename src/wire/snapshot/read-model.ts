import type { Member, Operation, ProtocolName, ServiceModel, StructureShape } from '../shape.ts';
import { ShapeTable } from './read-shapes.ts';
import type { ConstraintFile, SchemaFile, ServiceEntry } from './schema-file.ts';

/** A service model over generated files; operations and shapes are built when first asked for. */
export function readModel(
  entry: ServiceEntry,
  schema: SchemaFile,
  constraints: ConstraintFile | undefined,
): ServiceModel {
  const shapes = new ShapeTable(schema, constraints);
  const operations = new Map<string, Operation>();
  const errorNames = indexErrors(schema);
  const model: ServiceModel = {
    name: entry.name,
    shapeName: entry.shapeName,
    serviceId: entry.serviceId,
    signingName: entry.signingName,
    version: entry.version,
    targetPrefix: entry.targetPrefix,
    protocols: entry.protocols as readonly ProtocolName[],
    ...(entry.xmlNamespace !== undefined && { xmlNamespace: { uri: entry.xmlNamespace } }),
    awsQueryCompatible: entry.awsQueryCompatible,
    bareXmlErrors: entry.bareXmlErrors,
    operationNames: entry.operations,
    operation(name) {
      let operation = operations.get(name);
      if (!operation && Object.hasOwn(schema.operations, name)) {
        operation = buildOperation(model, name, schema, shapes);
        operations.set(name, operation);
      }
      return operation;
    },
    error(code) {
      const name = errorNames.get(code);
      return name === undefined ? undefined : shapes.structure(`#${name}`);
    },
  };
  return model;
}

/** Errors by shape name, and by Query code where no shape has that name. */
function indexErrors(schema: SchemaFile): Map<string, string> {
  const names = new Map<string, string>();
  const errors = Object.entries(schema.shapes).filter(([, entry]) => entry.error);
  for (const [name] of errors) names.set(name, name);
  for (const [name, { error }] of errors) {
    if (error?.queryCode !== undefined && !names.has(error.queryCode)) names.set(error.queryCode, name);
  }
  return names;
}

function buildOperation(
  service: ServiceModel,
  name: string,
  schema: SchemaFile,
  shapes: ShapeTable,
): Operation {
  const entry = schema.operations[name];
  if (!entry) throw new Error(`no operation ${name}`);
  const [http, inputReference, outputReference] = entry;
  const input = shapes.structure(inputReference);
  const output = shapes.structure(outputReference);
  const inputStream = streamOf(input);
  const outputStream = streamOf(output);
  return {
    name,
    service,
    ...(http && { http: { method: http[0], uri: http[1], status: http[2] } }),
    input,
    output,
    ...(inputReference === 'unit' && { inputIsUnit: true }),
    ...(outputReference === 'unit' && { outputIsUnit: true }),
    // a trait of S3's model (`s3UnwrappedXmlOutput`) that its SDK replaces by code
    ...(service.bareXmlErrors && name === 'GetBucketLocation' && { unwrappedXmlOutput: true }),
    errors: [],
    ...(inputStream && { inputStream }),
    ...(outputStream && { outputStream }),
  };
}

function streamOf(structure: StructureShape): Member | undefined {
  return structure.members.find((member) => member.streaming || member.eventStream);
}
