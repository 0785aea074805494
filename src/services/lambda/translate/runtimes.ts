import type { FunctionRuntime } from '../../../engine/functions/index.ts';
import { invalid } from '../faults.ts';

/** Runtimes that AWS takes for new functions. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const OFFERED = [
  'nodejs20.x',
  'python3.14',
  'provided.al2023',
  'python3.12',
  'python3.13',
  'nodejs24.x',
  'nodejs22.x',
  'java25',
  'python3.10',
  'python3.11',
  'java21',
  'ruby3.3',
  'ruby3.4',
  'ruby3.2',
  'python3.9',
  'java17',
  'dotnet10',
  'dotnet8',
  'java11',
  'provided.al2',
  'java8.al2',
];

/** Runtimes that AWS once took. */
const RETIRED =
  /^(?:nodejs(?:|4\.3|4\.3-edge|6\.10|8\.10|10\.x|12\.x|14\.x|16\.x|18\.x)|java8|python(?:2\.7|3\.[678])|dotnetcore\d\.\d|dotnet6|go1\.x|ruby2\.[57]|provided)$/;

/**
 * How the engine runs a runtime of AWS's.
 * @throws Fault when AWS would not take it, or Postern has nothing that runs it
 */
export function readRuntime(name: string): FunctionRuntime {
  if (!OFFERED.includes(name)) {
    throw RETIRED.test(name)
      ? invalid(
          `The runtime parameter of ${name} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
        )
      : invalid(
          `Value ${name} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${OFFERED.join(', ')}] or be a valid ARN`,
        );
  }
  const runtime = engineRuntime(name);
  if (!runtime) {
    throw invalid(
      `The runtime ${name} is not implemented: Postern runs nodejs20.x and newer, python3.9 and newer, and provided.al2 and provided.al2023 bootstraps.`,
    );
  }
  return runtime;
}

/** The engine's runtime of a name that was accepted. */
export function engineRuntime(name: string): FunctionRuntime | undefined {
  const node = /^nodejs(\d+)\.x$/.exec(name);
  if (node) return { kind: 'node', generation: Number(node[1]) };
  const python = /^python3\.(\d+)$/.exec(name);
  if (python) return { kind: 'python', generation: Number(python[1]) };
  return name.startsWith('provided.') ? { kind: 'custom' } : undefined;
}
