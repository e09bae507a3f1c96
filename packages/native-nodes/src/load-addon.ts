import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { AtomitonError } from '@atomiton/contracts';
import type { NativeAddon } from './addon.js';

/** The Rust nodes as the host needs them. */
export interface NativeNodes {
  addon: NativeAddon;
  /** SHA-256 of the addon's file, lower-case hex: changes with every change of its code. */
  hash: string;
}

/** Where the build puts the addon: beside the compiled loader. */
export function addonPath(): string {
  return fileURLToPath(new URL('./atomiton-native.node', import.meta.url));
}

/**
 * Loads the addon; it stays loaded as long as the process lives.
 * @param path the `.node` file, where it does not lie beside this module (a bundled application)
 * @throws AtomitonError `runtime-missing` with what to install
 */
export function loadNativeNodes(path = addonPath()): NativeNodes {
  const hint = 'Install rustup (https://rustup.rs) and the Debian package gcc, then build again.';
  if (!existsSync(path)) {
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-missing',
      message: 'Rust nodes cannot run: their addon has not been built.',
      hint,
    });
  }
  try {
    const addon = createRequire(import.meta.url)(path) as NativeAddon;
    return { addon, hash: readFileSync(path.replace(/\.node$/, '.sha256'), 'utf8').trim() };
  } catch (thrown) {
    throw new AtomitonError({
      kind: 'dependency',
      code: 'runtime-missing',
      message: `Rust nodes cannot run: their addon ${path} does not load (${String(thrown)}).`,
      hint,
    });
  }
}
