import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';
import { create } from 'tar';
import { ZipFile } from 'yazl';

/** Bytes to upload, and a short hash of them: the same content has the same name. */
export interface Artifact {
  readonly bytes: Buffer;
  readonly hash: string;
}

const EPOCH = new Date(Date.UTC(2000, 0, 1)); // fixed times make archives reproducible

/** `model.tar.gz` of one model file, as SageMaker wants it. */
export async function modelArchive(file: string): Promise<Artifact> {
  const chunks: Buffer[] = [];
  const archive = create({ gzip: { level: 6 }, portable: true, mtime: EPOCH, cwd: dirname(file) }, [
    basename(file),
  ]);
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return artifact(Buffer.concat(chunks));
}

/** The function's deployment package: the handler bundled with all it imports but for the SDK, which Lambda's runtime has. */
export async function functionPackage(entry: string): Promise<Artifact> {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['@aws-sdk/*'],
    loader: { '.json': 'json', '.csv': 'text' },
    logLevel: 'silent',
  });
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(bundle.outputFiles[0]?.contents ?? []), 'index.mjs', {
    mtime: EPOCH,
    mode: 0o100644,
  });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return artifact(Buffer.concat(chunks));
}

/** A short hash of everything in `parts`. */
export function fingerprint(...parts: readonly (string | object)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(typeof part === 'string' ? part : JSON.stringify(part)).update('\0');
  return hash.digest('hex').slice(0, 12);
}

/** Reads a file into an artifact. */
export const fileArtifact = async (file: string): Promise<Artifact> => artifact(await readFile(file));

function artifact(bytes: Buffer): Artifact {
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex').slice(0, 12) };
}
