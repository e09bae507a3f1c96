import { join, resolve } from 'node:path';
import { blueprint } from '@atomiton/blueprint';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { writeBlueprint } from '../src/blueprint-file.js';
import { EditorPage } from '../src/editor-page.js';
import { writeMeasurementsCsv } from '../src/measurements-csv.js';
import type { Shell } from '../src/shell.js';
import { openShell } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';
import { takeExamplePicture, takePicture, WINDOW } from './picture.js';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const folder = temporaryFolder('shots');

beforeAll(async () => {
  await writeMeasurementsCsv(join(folder, 'measurements.csv'), 250_000_000);
});

describe.each(['dark', 'light'] as const)('%s', (theme) => {
  let shell: Shell;
  let editor: EditorPage;

  const open = async (options: { open?: string } = {}): Promise<void> => {
    shell = await openShell({
      ...(options.open === undefined ? {} : { open: options.open }),
      settings: { appearance: { theme, motion: 'reduced' } },
    });
    editor = new EditorPage(shell.page);
    await shell.page.setViewportSize(WINDOW);
    await editor.ready();
  };
  const close = async (): Promise<void> => shell?.close();
  const openExample = async (name: string): Promise<void> => {
    await open({ open: join(EXAMPLES, `${name}.blueprint.json`) });
    await editor.page.locator('[data-node-id]').first().waitFor();
  };
  afterAll(close);

  it.each(['five-languages', 'flights-by-carrier', 'two-airports', 'blur-a-picture'])(
    'picture of %s',
    async (name) => {
      await openExample(name);
      await editor.runToEnd();
      await editor.canvas.click({ position: { x: 6, y: 300 } });
      await editor.page.keyboard.press('f');
      await editor.page.getByRole('button', { name: 'Leave focus mode' }).waitFor();
      await editor.page.keyboard.press('.');
      await takeExamplePicture(editor.page, `${name}-${theme}`);
      await close();
    },
  );

  it('empty', async () => {
    await open();
    await editor.newDocument();
    await takePicture(editor.page, `empty-${theme}`);
    await close();
  });

  it('gallery', async () => {
    await open();
    await editor.page.keyboard.press('w');
    await editor.page.getByRole('dialog').locator('img').first().waitFor();
    await takePicture(editor.page, `gallery-${theme}`);
    await close();
  });

  it('example idle, table, chart, image', async () => {
    await openExample('five-languages');
    await editor.select('by_carrier');
    await takePicture(editor.page, `example-idle-${theme}`);
    await editor.runToEnd();
    await editor.select('by_carrier');
    await editor.tab('Table');
    await editor.resultTable.waitFor();
    await takePicture(editor.page, `table-${theme}`);
    await editor.select('delays');
    await editor.page.getByTestId('result').locator('svg').first().waitFor();
    await takePicture(editor.page, `chart-${theme}`);
    await editor.select('soft');
    await editor.page.getByTestId('result').locator('img, canvas').first().waitFor();
    await takePicture(editor.page, `image-${theme}`);
    await close();
  });

  it('running', async () => {
    const drawing = blueprint('flights-of-a-year')
      .node('flights', 'core/large-csv-processor', {
        path: 'measurements.csv',
        filter: 'distance > 500 && year >= 2015',
        groupBy: ['carrier'],
        aggregates: ['mean(delay) as delay', 'count() as flights'],
      })
      .node('delays', 'core/chart', { x: 'carrier', y: ['delay'], title: 'Mean delay, minutes' })
      .node('rows', 'core/csv-reader', { path: 'measurements.csv' })
      .node('late', 'core/select-filter', { filter: 'delay > 60' })
      .node('late_rows', 'core/preview')
      .connect('flights.table', 'delays.table')
      .connect('rows.table', 'late.table')
      .connect('late.table', 'late_rows.value')
      .build();
    drawing.layout.positions = {
      flights: { x: 0, y: 0 },
      delays: { x: 290, y: 0 },
      rows: { x: 0, y: 320 },
      late: { x: 290, y: 320 },
      late_rows: { x: 580, y: 320 },
    };
    await open({ open: writeBlueprint(folder, drawing) });
    await editor.node('flights').waitFor();
    await editor.select('flights');
    await editor.run();
    await editor.waitForProgress('flights', 30);
    await takePicture(editor.page, `running-${theme}`);
    await editor.cancel();
    await close();
  });

  it('failed', async () => {
    await openExample('five-languages');
    await editor.select('late');
    await editor.setField('Filter', 'dep_dely > 60');
    await editor.run();
    await editor.waitForState('late', 'failed');
    await editor.waitForEnd();
    await editor.select('late');
    await editor.tab('Problems');
    await takePicture(editor.page, `failed-${theme}`);
    await close();
  });
});
