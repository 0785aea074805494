import { type ContainerSpec, onnxServer, pythonServer } from '../../engine/endpoints/index.ts';
import type { Store } from '../../store/index.ts';
import { collections } from './collections.ts';
import { validation } from './faults.ts';

/** A program declared as an image. */
export interface DeclaredImage {
  /** With or without a tag; without one it stands for every tag. */
  readonly name: string;
  /** The program and its arguments; `serve` is added, as `docker run image serve` does. */
  readonly command: readonly string[];
  /** The directory it is started in. */
  readonly directory?: string;
}

/** The images that containers may name: built-in ones, and programs declared by the user. */
export interface Images {
  /** Declares an image, or declares it anew. */
  add(image: DeclaredImage): void;
  /** Declared images in the order of their names. */
  list(): readonly DeclaredImage[];
  /** Answers whether there was one. */
  remove(name: string): boolean;
  /** How to start a container of this image; `undefined` when there is no such image. */
  resolve(image: string, env: Readonly<Record<string, string>>): ContainerSpec | undefined;
}

/** Repositories of Postern's own servers. A registry before the name is left out, so that templates stay valid on AWS. */
const onnxRepositories = ['postern/onnx', 'postern-onnx'];
const pythonRepositories = ['postern/python', 'postern-python'];

/**
 * Repositories of AWS's framework images that run a script, any tag, and whose defaults the Python server then has.
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg-ecr-paths/sagemaker-algo-docker-registry-paths.html
 */
const scriptRepositories: ReadonlyMap<string, string> = new Map([
  ['sagemaker-scikit-learn', 'scikit-learn'],
  ['sagemaker-xgboost', ''],
  ['pytorch-inference', 'pytorch'],
  ['huggingface-pytorch-inference', ''],
  ['mxnet-inference', ''],
]);

const registry = /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//;

/** Repository and tag of an image name; `latest` when it has none. A digest is left out. */
function parseImage(image: string): { repository: string; tag: string } {
  const name = image.replace(registry, '').replace(/@sha256:[0-9a-f]+$/, '');
  const colon = name.lastIndexOf(':');
  if (colon <= name.lastIndexOf('/')) return { repository: name, tag: 'latest' };
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** The image registry of a server, kept in its state. */
export function openImages(store: Store): Images {
  // Images belong to the machine, not to an account.
  const records = store.collection<DeclaredImage>(collections.images).in('000000000000', 'aws-global');
  return {
    add(image) {
      if (!/^[a-zA-Z0-9][a-zA-Z0-9._/-]*(:[\w.-]{1,128})?$/.test(image.name)) {
        throw validation(`${JSON.stringify(image.name)} is not an image name.`);
      }
      if (image.command.length === 0 || image.command[0] === '')
        throw validation('An image needs a command.');
      records.put(image.name, image);
    },
    list: () => records.list().map(({ row }) => row),
    remove: (name) => records.delete(name),
    resolve(image, env) {
      const { repository, tag } = parseImage(image);
      const declared = records.get(`${repository}:${tag}`) ?? records.get(repository);
      if (declared) return declaredContainer(declared, env);
      const framework = scriptRepositories.get(repository);
      if (framework !== undefined) return pythonServer(env, framework);
      if (tag !== '1' && tag !== 'latest') return undefined;
      if (onnxRepositories.includes(repository)) return onnxServer(env);
      return pythonRepositories.includes(repository) ? pythonServer(env) : undefined;
    },
  };
}

function declaredContainer(image: DeclaredImage, env: Readonly<Record<string, string>>): ContainerSpec {
  const [command = '', ...args] = image.command;
  return {
    command,
    args: [...args, 'serve'],
    env,
    listensOnSocket: false,
    ...(image.directory === undefined ? {} : { cwd: image.directory }),
  };
}
