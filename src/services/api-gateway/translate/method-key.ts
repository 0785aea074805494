import { unescapePointer } from '../patch.ts';

/** `~1pets~1{id}/GET`, `pets/GET` or `/pets/GET` as the gateway spells it: `/pets/{id}/GET`. */
export const methodKey = (key: string): string =>
  key === '*/*' ? key : `/${unescapePointer(key).replace(/^\/+/, '')}`;
