import { enableCompileCache, flushCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Keeps compiled modules in the user's cache directory, which halves a start. Modules imported before it is called are not kept.
 * @param cacheHome `XDG_CACHE_HOME`
 * @returns writes what was compiled so far, for those who may be killed
 */
export function keepCompiled(cacheHome: string | undefined): () => void {
  try {
    enableCompileCache(join(cacheHome || join(homedir(), '.cache'), 'postern', 'compiled'));
  } catch {
    // a user without a home starts slowly
  }
  return flushCompileCache;
}
