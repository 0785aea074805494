export { type Collection, type Keyed, type Records, Store } from './store.ts';
