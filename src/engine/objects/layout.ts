import { join } from 'node:path';

/** Where things lie in the directory of an object store. */
export class Layout {
  /** Bytes on their way in; whatever lies here at start is left over from a crash. */
  readonly incoming: string;
  /** Bytes at rest, spread over 256 directories, so that none grows too large. */
  readonly resting: string;

  constructor(directory: string) {
    this.incoming = join(directory, 'incoming');
    this.resting = join(directory, 'bytes');
  }

  /** The directory of the bytes with that id. */
  shelf(id: string): string {
    return join(this.resting, id.slice(0, 2));
  }

  /** The file of the bytes with that id. */
  file(id: string): string {
    return join(this.shelf(id), id);
  }

  /** The file of the bytes with that id while they come in. */
  draft(id: string): string {
    return join(this.incoming, id);
  }
}
