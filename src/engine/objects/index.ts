export { ObjectBytes, type ObjectBytesOptions } from './object-bytes.ts';
export { type Draft, type Extent, type ReceiveSpec, TooLarge } from './spec.ts';
