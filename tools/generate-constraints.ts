/**
 * Extracts constraints (length, range, pattern, enum, kinds of numbers) from AWS's public service models, as botocore on this machine
 * carries them, into `generated/constraints/`. `--check` compares instead of writing and fails on a difference; where botocore of the
 * version the files were made from is not found, the check is skipped and says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { ConstraintFile, SchemaFile } from '../src/wire/snapshot/schema-file.ts';
import { findBotocore, readBotoModel } from './sdk/botocore.ts';
import { CLIENTS } from './sdk/clients.ts';
import { extractConstraints } from './sdk/constraints.ts';
import { formatJson, GENERATED, Output } from './sdk/files.ts';

function readGenerated<File>(path: string): File | undefined {
  const file = GENERATED + path;
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as File) : undefined;
}

async function main(check: boolean): Promise<void> {
  const botocore = findBotocore();
  const present = readGenerated<ConstraintFile>(`constraints/${CLIENTS[0]?.name}.json`)?.origin.version;
  if (check && botocore?.version !== present) {
    console.log(`Skipped: constraints are of botocore ${present}, here is ${botocore?.version ?? 'none'}.`);
    return;
  }
  if (!botocore) throw new Error('botocore is not installed for python3');
  const output = new Output(check);
  for (const source of CLIENTS) {
    const schema = readGenerated<SchemaFile>(`schemas/${source.name}.json`);
    if (!schema) throw new Error('run tools/generate-schemas.ts first');
    const file: ConstraintFile = {
      origin: {
        source: `botocore/data/${source.botocore}`,
        version: botocore.version,
        licence: 'Apache-2.0, see generated/NOTICE',
      },
      ...extractConstraints(schema, readBotoModel(botocore, source.botocore)),
    };
    await output.put(`constraints/${source.name}.json`, formatJson({ ...file }));
  }
  output.finish('node tools/generate-constraints.ts');
}

await main(process.argv.includes('--check'));
