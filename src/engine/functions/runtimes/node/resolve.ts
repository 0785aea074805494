import Module, { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

/** Folders of modules that every function finds after its own, best first. */
let layers: readonly string[] = [];

/** The folder that has the AWS SDK; nothing else of it is shown. */
let sdk = '';

/** What Lambda's runtimes bring along. */
const BROUGHT = /^@(?:aws-sdk|smithy)\//;

const isBare = (specifier: string): boolean => !/^(?:[./#]|node:|file:|data:)/.test(specifier);

/**
 * Lets `import` and `require` find the modules of layers and the AWS SDK after a function's own: `NODE_PATH` would do so
 * for `require` alone, and show all that is installed beside the SDK.
 */
export function installFallbacks(): void {
  let searching = false;
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        const missing = code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
        if (searching || !missing || !isBare(specifier)) throw error;
        searching = true;
        try {
          const path = search(specifier);
          if (path === undefined) throw error;
          return { url: pathToFileURL(path).href, shortCircuit: true };
        } finally {
          searching = false;
        }
      }
    },
  });
}

function search(specifier: string): string | undefined {
  for (const folder of BROUGHT.test(specifier) ? [...layers, sdk] : layers) {
    try {
      return createRequire(`${folder}/from.js`).resolve(specifier);
    } catch {
      // not there either
    }
  }
  return undefined;
}

/**
 * Sets where modules are looked for.
 * @param layerFolders each the parent of a `node_modules`
 * @param nodePath shown to the function, and searched by `require`
 */
export function setFallbacks(layerFolders: readonly string[], sdkFolder: string, nodePath: string): void {
  layers = layerFolders;
  sdk = sdkFolder;
  process.env['NODE_PATH'] = nodePath;
  (Module as unknown as { _initPaths(): void })._initPaths();
}
