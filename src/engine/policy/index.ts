export { type CompiledPolicy, type CompiledStatement, compilePolicy } from './compile.ts';
export {
  type Applicable,
  type AppliedPolicy,
  type Decision,
  decide,
  type Matched,
  type PolicyLayer,
  reasonOf,
} from './decide.ts';
export type { Malformed, PolicyDocument, PolicyKind, Statement } from './document.ts';
export { type Question, type RequestKeys, requestKeys } from './keys.ts';
export { Policies } from './policies.ts';
export type { Principal } from './principals.ts';
export { compileWildcards } from './pattern.ts';
