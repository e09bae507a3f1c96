import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printBlueprint } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';

/** Writes a blueprint into `folder`. @returns its path */
export function writeBlueprint(folder: string, blueprint: Blueprint): string {
  const path = join(folder, `${blueprint.name}.blueprint.json`);
  writeFileSync(path, printBlueprint(blueprint));
  return path;
}
