import type { Ids } from '../../kit/index.ts';
import type { Store } from '../../store/index.ts';

/** The key that session tokens are sealed with: drawn once, kept with the state, so that sessions outlive a restart. */
export function masterKey(store: Store, ids: Ids): Buffer {
  const records = store.collection<{ hex: string }>('iam.session-key').in('', 'aws-global');
  records.insert('key', { hex: ids.hex(64) });
  return Buffer.from(records.get('key')!.hex, 'hex');
}
