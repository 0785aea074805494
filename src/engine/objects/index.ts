export { ObjectBytes } from './object-bytes.ts';
export { type Draft, type Extent, TooLarge } from './spec.ts';
