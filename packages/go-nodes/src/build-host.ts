// Builds dist/node-host and dist/nodes.json.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileHost } from './compile-host.js';

const dist = path.dirname(fileURLToPath(import.meta.url));
try {
  await compileHost(path.dirname(dist), path.join(dist, 'node-host'));
} catch (thrown) {
  console.error(thrown instanceof Error ? thrown.message : String(thrown));
  process.exitCode = 1;
}
