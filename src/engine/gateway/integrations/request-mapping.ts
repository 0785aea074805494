import { compileRequestValue, parseTarget, type RequestValue, type Target } from '../mapping.ts';
import type { Validated } from '../request.ts';

/** The mapped parameters of an integration request. */
export interface MappedParameters {
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, readonly string[]])[];
  readonly path: Readonly<Record<string, string>>;
}

const nothing: MappedParameters = Object.freeze({ headers: [], query: [], path: {} });

/** Compiles `integration.request.*` mappings; those that cannot be read are left out, as configuration has refused them. */
export function compileRequestMapping(
  parameters: Readonly<Record<string, string>>,
): (request: Validated) => MappedParameters {
  const mappings = Object.entries(parameters).flatMap(
    ([to, from]): { target: Target; value: RequestValue }[] => {
      const target = parseTarget(to, 'integration.request.');
      const value = compileRequestValue(from);
      return target && value ? [{ target, value }] : [];
    },
  );
  if (mappings.length === 0) return () => nothing;
  return (request) => {
    const headers: [string, string][] = [];
    const query: [string, readonly string[]][] = [];
    const path: Record<string, string> = {};
    for (const { target, value } of mappings) {
      const found = value(request);
      if (found === undefined) continue;
      if (target.location === 'header') headers.push([target.name, [found].flat().join(',')]);
      else if (target.location === 'querystring') query.push([target.name, [found].flat()]);
      else path[target.name] = [found].flat().join(',');
    }
    return { headers, query, path };
  };
}
