import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeDefinition } from '@atomiton/contracts';

/** Where the Python code is, and what identifies it. */
export interface PythonNodes {
  /** Starts the host process; run with pipes on file descriptors 3 and 4. */
  script: string;
  /** The pinned packages with their hashes. */
  requirements: string;
  /** Where the environment is made, or was made by the build. */
  environment: string;
  /** SHA-256 of the node's source file and the version of the host package. */
  implementationHash(definition: NodeDefinition): string;
}

/** Inside a packed application, programs of other languages read the copy beside the archive. */
function unpacked(file: string): string {
  return file.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`);
}

/** The built-in Python nodes. */
export function pythonNodes(): PythonNodes {
  const folder = unpacked(fileURLToPath(new URL('..', import.meta.url)));
  const hashes = new Map<string, { key: string; hash: string }>();
  const init = path.join(folder, 'atomiton', '__init__.py');
  return {
    script: path.join(folder, 'start_host.py'),
    requirements: path.join(folder, 'requirements.lock'),
    environment: path.join(folder, '.venv'),
    implementationHash(definition) {
      const module = definition.runtime.module ?? definition.type;
      const file = path.join(folder, 'atomiton_nodes', `${module.replaceAll(/[^A-Za-z0-9_/]/g, '_')}.py`);
      const status = statSync(file, { throwIfNoEntry: false });
      const key = `${status?.mtimeMs ?? 0}:${status?.size ?? 0}`;
      const known = hashes.get(file);
      if (known?.key === key) return known.hash;
      const source = status === undefined ? '' : readFileSync(file);
      const version = /__version__ = "(.*)"/.exec(readFileSync(init, 'utf8'))?.[1] ?? '';
      const hash = createHash('sha256')
        .update(`python ${version} ${definition.type}\n`)
        .update(source)
        .digest('hex');
      hashes.set(file, { key, hash });
      return hash;
    },
  };
}
