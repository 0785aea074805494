import { serializationFault } from '../malformed.ts';
import { type DocumentCodec, PerShape } from '../protocol.ts';
import type { Member, Shape } from '../shape.ts';
import { CborError, type CborItem } from './item.ts';
import { membersReader, readItem } from './read-shape.ts';
import { readCbor } from './reader.ts';
import { membersWriter, writeItem } from './write-shape.ts';
import { CborWriter } from './writer.ts';

const partReaders = new PerShape<readonly Member[], ReturnType<typeof membersReader>>(membersReader);
const partWriters = new PerShape<readonly Member[], ReturnType<typeof membersWriter>>(membersWriter);

/** Documents in CBOR. */
export const cborCodec: DocumentCodec = {
  contentType: 'application/cbor',
  timestampFormat: 'epoch-seconds',
  read(shape, bytes, members) {
    const item = parse(bytes);
    return members ? partReaders.of(members)(item) : readItem(shape, item);
  },
  write(shape: Shape, value: unknown, members?: readonly Member[]): Uint8Array {
    const writer = new CborWriter();
    if (members) partWriters.of(members)(writer, value ?? {});
    else writeItem(writer, shape, value ?? {});
    return writer.finish();
  },
};

function parse(bytes: Buffer): CborItem {
  try {
    return readCbor(bytes);
  } catch (error) {
    if (error instanceof CborError) throw serializationFault('The request body is not valid CBOR');
    throw error;
  }
}
