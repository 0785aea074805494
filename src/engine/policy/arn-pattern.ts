import { compilePattern, type Pattern, type PatternOptions } from './pattern.ts';

/** The parts of an ARN: `arn`, partition, service, Region, account, and the rest whole. */
function splitArn(arn: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let i = 0; i < arn.length && parts.length < 5; i++) {
    if (arn[i] === '$' && arn[i + 1] === '{') depth++;
    else if (arn[i] === '}' && depth > 0) depth--;
    else if (arn[i] === ':' && depth === 0) {
      parts.push(arn.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(arn.slice(from));
  return parts;
}

/**
 * Compiles an ARN with wildcards. Each of the six parts is matched by itself; parts left out at the end match anything.
 * `*` alone matches everything, and is all that matches the resource `*`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compileArnPattern(text: string, options: PatternOptions): Pattern {
  if (text === '*') return () => true;
  const parts = splitArn(text);
  if (parts[0] !== 'arn') return compilePattern(text, options);
  const patterns = parts.map((part) => compilePattern(part, options));
  return (value, keys) => {
    const given = splitArn(value);
    if (given.length < 6) return false;
    for (let i = 0; i < patterns.length; i++) {
      const matches = patterns[i]!(given[i]!, keys);
      if (matches !== true) return matches;
    }
    return true;
  };
}
