import { join } from 'node:path';
import { ObjectBytes } from '../../engine/objects/index.ts';
import { bindHandlers, type ServiceDefinition } from '../../wire/index.ts';
import { accessOf } from './access.ts';
import { invalidInput } from './invalid-input.ts';
import type { S3Dependencies, S3Parts } from './context.ts';
import { Buckets } from './records/bucket.ts';
import { Contents } from './records/contents.ts';
import { LooseBytes } from './records/loose-bytes.ts';
import { Objects } from './records/objects.ts';
import { Uploads } from './records/uploads.ts';
import { TimeOrderedIds } from './records/version-id.ts';

export type { S3Dependencies } from './context.ts';

/** S3 as the server runs it. */
export interface S3Service {
  readonly definition: ServiceDefinition;
  /** Frees the bytes that nobody needed any more when an earlier life ended. */
  resume(): Promise<void>;
}

/** Opens S3: what was half-made when an earlier life ended is gone. */
export async function openS3(dependencies: S3Dependencies): Promise<S3Service> {
  const { store, ids, clock, stateDirectory, sync = false } = dependencies;
  const bytes = await ObjectBytes.open({ directory: join(stateDirectory, 'objects'), ids, sync });
  const contents = new Contents(store);
  const parts: S3Parts = {
    ...dependencies,
    bytes,
    contents,
    buckets: new Buckets(store),
    objects: new Objects(store, contents),
    uploads: new Uploads(store),
    loose: new LooseBytes(store),
    timeIds: new TimeOrderedIds(clock, ids),
  };
  return {
    definition: {
      name: 's3',
      operations: async () =>
        bindHandlers((await import('./operations.ts')).operations, (call) => ({ ...parts, call })),
      access: (operation, input, call) => accessOf(parts, operation, input, call),
      validationFault: (_message, violations) => invalidInput(violations),
      // whoever has not signed is somebody too: bucket policies say what they may
      unsigned: 'all',
      hasBucket: (name) => parts.buckets.get(name) !== undefined,
    },
    async resume() {
      const loose = parts.loose.all();
      await bytes.remove(loose);
      parts.loose.drop(loose);
    },
  };
}
