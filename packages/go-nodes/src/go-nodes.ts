import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeDefinition } from '@atomiton/contracts';
import { compileHost } from './compile-host.js';

/** Where the Go host is, and what identifies its nodes. */
export interface GoNodes {
  /** The program that runs the nodes, with pipes on file descriptors 3 and 4. It is absent where Go was missing. */
  program: string;
  /** Compiles the program where the sources and a Go tool chain are; else it rejects. Absent without sources. */
  build?(signal: AbortSignal): Promise<void>;
  /** SHA-256 of the node's sources and the version of the host package. */
  implementationHash(definition: NodeDefinition): string;
}

/** Inside a packed application, programs lie beside the archive. */
function unpacked(file: string): string {
  return file.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`);
}

/**
 * The built-in Go nodes. Their program is `$ATOMITON_GO_PROGRAM` where the folder of the installation cannot be written,
 * else beside this file.
 */
export function goNodes(): GoNodes {
  const folder = unpacked(path.dirname(fileURLToPath(import.meta.url)));
  const sources = path.dirname(folder);
  const program =
    process.env.ATOMITON_GO_PROGRAM ??
    path.join(folder, process.platform === 'win32' ? 'node-host.exe' : 'node-host');
  let hashes: Record<string, string> | undefined;
  return {
    program,
    ...(existsSync(path.join(sources, 'main.go'))
      ? { build: (signal: AbortSignal) => compileHost(sources, program, signal) }
      : {}),
    implementationHash(definition) {
      const manifest = path.join(path.dirname(program), 'nodes.json');
      hashes ??= existsSync(manifest)
        ? (JSON.parse(readFileSync(manifest, 'utf8')) as { hashes: Record<string, string> }).hashes
        : {};
      return hashes[definition.type] ?? createHash('sha256').update(`go ${definition.type}`).digest('hex');
    },
  };
}
