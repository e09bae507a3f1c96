import { join } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { writeBlueprint } from './blueprint-file.js';
import { writeCitiesCsv } from './cities-csv.js';
import { EditorPage } from './editor-page.js';
import { ResultGrid } from './result-grid.js';
import { openShell, type Shell } from './shell.js';

export interface CitiesTable {
  shell: Shell;
  editor: EditorPage;
  grid: ResultGrid;
}

/** The editor with one node, `rows`, that reads a generated table of so many rows. Not run yet. */
export async function openCities(folder: string, rows: number): Promise<CitiesTable> {
  await writeCitiesCsv(join(folder, 'cities.csv'), rows);
  const drawing = blueprint('cities')
    .node('rows', 'core/large-csv-processor', { path: 'cities.csv' })
    .build();
  const shell = await openShell({ open: writeBlueprint(folder, drawing) });
  shell.page.setDefaultTimeout(15_000);
  const editor = new EditorPage(shell.page);
  await editor.node('rows').waitFor();
  return { shell, editor, grid: new ResultGrid(shell.page) };
}
