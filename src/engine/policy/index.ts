export { type CompiledPolicy, compilePolicy } from './compile.ts';
export {
  type Applicable,
  type AppliedPolicy,
  type Decision,
  decide,
  type Matched,
  reasonOf,
} from './decide.ts';
export type { PolicyDocument, PolicyKind, Statement } from './document.ts';
export { type RequestKeys, requestKeys } from './keys.ts';
export { Policies } from './policies.ts';
export type { Principal } from './principals.ts';
export { compileWildcards } from './pattern.ts';
