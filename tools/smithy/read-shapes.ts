import type { ErrorFacts, Member, Shape, SimpleKind, StructureShape } from '../../src/wire/shape.ts';
import { UNIT } from '../../src/wire/shape.ts';
import { type AstMember, type AstShape, hasTrait, nameOf, namespaceOf, textTrait, trait } from './ast.ts';
import { defaultOf } from './defaults.ts';
import { defined, readConstraints, readNamespace, readTraits } from './read-member.ts';

/** The prelude's shapes; the primitive ones differ from the others only in defaults, which models write out. */
const PRELUDE: Readonly<Record<string, string>> = {
  String: 'string',
  Blob: 'blob',
  Boolean: 'boolean',
  PrimitiveBoolean: 'boolean',
  Byte: 'byte',
  PrimitiveByte: 'byte',
  Short: 'short',
  PrimitiveShort: 'short',
  Integer: 'integer',
  PrimitiveInteger: 'integer',
  Long: 'long',
  PrimitiveLong: 'long',
  Float: 'float',
  PrimitiveFloat: 'float',
  Double: 'double',
  PrimitiveDouble: 'double',
  BigInteger: 'bigInteger',
  BigDecimal: 'bigDecimal',
  Timestamp: 'timestamp',
  Document: 'document',
};

const UNIT_ID = 'smithy.api#Unit';

/** The shapes of a Smithy model as the wire pictures them, each built when first asked for. */
export class SmithyShapes {
  readonly #ast: ReadonlyMap<string, AstShape>;
  readonly #built = new Map<string, Shape>();

  /** @param ast resolved: without mixins and `apply` */
  constructor(ast: ReadonlyMap<string, AstShape>) {
    this.#ast = ast;
  }

  /** A shape of the model or the prelude as it stands in the model. @throws Error when there is none of that name */
  ast(id: string): AstShape {
    const shape = this.#ast.get(id);
    if (shape) return shape;
    const type = namespaceOf(id) === 'smithy.api' ? PRELUDE[nameOf(id)] : undefined;
    if (id === UNIT_ID) return { type: 'structure', members: {}, traits: { 'smithy.api#unitType': {} } };
    if (type === undefined) throw new Error(`The model has no shape ${id}`);
    return { type };
  }

  /** An input, output or error. */
  structure(id: string): StructureShape {
    const shape = this.shape(id);
    if (shape.kind !== 'structure') throw new Error(`${id} is not a structure`);
    return shape;
  }

  shape(id: string): Shape {
    if (id === UNIT_ID) return UNIT;
    let shape = this.#built.get(id);
    if (!shape) {
      shape = this.#build(id, this.ast(id));
      this.#built.set(id, shape);
    }
    return shape;
  }

  #build(id: string, ast: AstShape): Shape {
    const facts = defined({
      name: nameOf(id),
      namespace: namespaceOf(id),
      constraints: readConstraints(undefined, ast),
      sensitive: hasTrait(ast.traits, 'sensitive') || undefined,
    });
    const sparse = hasTrait(ast.traits, 'sparse') || undefined;
    switch (ast.type) {
      case 'structure':
      case 'union':
        return this.#record(ast, { kind: ast.type, ...facts });
      case 'list':
      case 'set':
        return { kind: 'list', ...facts, ...defined({ sparse }), member: this.#part('member', ast.member) };
      case 'map': {
        const [key, value] = [this.#part('key', ast.key), this.#part('value', ast.value)];
        return { kind: 'map', ...facts, ...defined({ sparse }), key, value };
      }
      default:
        return { kind: simpleKind(ast.type), ...facts };
    }
  }

  #record(ast: AstShape, facts: { kind: 'structure' | 'union'; name: string }): Shape {
    const members = Object.entries(ast.members ?? {}).map(([name, member]) => this.#member(name, member));
    return {
      ...facts,
      members,
      ...defined({
        xmlName: textTrait(ast.traits, 'xmlName'),
        xmlNamespace: readNamespace(trait(ast.traits, 'xmlNamespace')),
        error: readError(ast),
      }),
    };
  }

  #part(name: string, member: AstMember | undefined): Member {
    if (!member) throw new Error(`A list or map without ${name}`);
    return this.#member(name, member);
  }

  #member(name: string, { target, traits }: AstMember): Member {
    const shape = () => this.shape(target);
    const ast = this.ast(target);
    const defaultValue = defaultOf(trait(traits, 'default'), ast, textTrait(traits, 'timestampFormat'));
    return {
      name,
      get target() {
        return shape();
      },
      required: hasTrait(traits, 'required'),
      ...readTraits(traits, ast),
      ...(defaultValue !== undefined && { defaultValue }),
    };
  }
}

function simpleKind(type: string): SimpleKind {
  if (type === 'enum') return 'string';
  if (type === 'intEnum') return 'integer';
  return type as SimpleKind;
}

function readError(ast: AstShape): ErrorFacts | undefined {
  const blame = textTrait(ast.traits, 'error');
  if (blame !== 'client' && blame !== 'server') return undefined;
  const query = trait(ast.traits, 'aws.protocols#awsQueryError') as
    | { readonly code: string; readonly httpResponseCode: number }
    | undefined;
  return {
    blame,
    ...defined({
      status: trait(ast.traits, 'httpError') as number | undefined,
      queryCode: query?.code,
      queryStatus: query?.httpResponseCode,
    }),
  };
}
