// Compiles the crates and puts the modules beside the loader. Called by `pnpm build` where cargo and the target exist.
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const target = 'wasm32-unknown-unknown';
const { status } = spawnSync('cargo', ['build', '--release', '--locked', '--target', target], {
  cwd: folder,
  stdio: 'inherit',
});
if (status === 0) {
  for (const name of ['atomiton_image_nodes', 'atomiton_test_nodes']) {
    copyFileSync(`${folder}target/${target}/release/${name}.wasm`, `${folder}dist/${name}.wasm`);
  }
}
process.exitCode = status ?? 1;
