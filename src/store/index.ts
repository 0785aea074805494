export { type Collection, type Keyed, type Range, type Records, Store } from './store.ts';
