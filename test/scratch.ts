import { mkdtemp } from 'node:fs/promises';

/** A directory for the state of a server that runs functions, for the test to remove. Not below `/tmp`: functions have one of their own. */
export const scratch = (name: string): Promise<string> => mkdtemp(`/var/tmp/postern-${name}-`);
