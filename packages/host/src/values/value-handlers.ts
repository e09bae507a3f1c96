import { stat } from 'node:fs/promises';
import type { BridgeHandlers, BridgeParsedInput, JsonValue, VALUE_METHODS } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { summarise } from '@atomiton/execution-engine/core';
import { writeDurably } from '../documents/write-durably.js';
import type { HeldValues } from './held-values.js';
import { jsonTextInSlices } from './json-text.js';
import { JsonKeys, jsonPage, searchJson, valueAt } from './json-tree.js';
import type { ValueJobs } from './value-jobs.js';
import { expectKind, type Looked, type ValueViewer } from './value-viewer.js';
import { cancelledError } from './work.js';

type ValueMethod = keyof typeof VALUE_METHODS;

export interface ValueServices {
  held: HeldValues;
  values: ValueViewer;
  /** The long work of this viewer. */
  jobs: ValueJobs;
  /** Shows a file in its folder; absent where there is no desktop. */
  reveal: ((path: string) => void) | undefined;
}

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** What a drawing begins with, so that nothing else is written under its name. */
function checkDrawing(format: 'png' | 'svg', bytes: Buffer): void {
  const fits =
    format === 'png'
      ? bytes.subarray(0, 8).toString('hex') === PNG_SIGNATURE
      : bytes.subarray(0, 4).toString('latin1') === '<svg';
  if (fits) return;
  throw new AtomitonError({
    kind: 'validation',
    code: 'not-a-drawing',
    message: `The bytes to write are no ${format.toUpperCase()}.`,
    hint: 'Save the chart again.',
  });
}

async function saved(path: string): Promise<{ path: string; sizeBytes: number }> {
  return { path, sizeBytes: (await stat(path)).size };
}

/** The whole text of a JSON value; of a text, the text itself. */
async function wholeText(json: JsonValue, plain: boolean): Promise<string> {
  if (plain && typeof json === 'string') return json;
  return (await jsonTextInSlices(json, Number.POSITIVE_INFINITY)).text;
}

/** Everything that looks at results: by identity, page by page. */
export function valueHandlers(services: ValueServices): Pick<BridgeHandlers, ValueMethod> {
  const { held, values, jobs, reveal } = services;
  const keys = new JsonKeys();
  const look = <T>(identity: string, see: (looked: Looked) => Promise<T>): Promise<T> =>
    held.use(identity, (value, key) => see({ value, key }));
  const json = <T>(identity: string, see: (root: JsonValue) => Promise<T>): Promise<T> =>
    look(identity, ({ value }) => see(expectKind(value, 'json').json));

  const save = ({ identity, format, path, overwrite }: BridgeParsedInput<'value.save'>) =>
    look(identity, async ({ value }) => {
      switch (format) {
        case 'png':
          return saved(await writeDurably(path, (target) => values.saveImage(value, target), overwrite));
        case 'bytes':
          return saved(await writeDurably(path, (target) => values.saveBytes(value, target), overwrite));
        case 'json':
        case 'text': {
          const text = await wholeText(expectKind(value, 'json').json, format === 'text');
          return saved(await writeDurably(path, text, overwrite));
        }
      }
    });

  return {
    'value.arrange': ({ identity, sort, filter, job }) =>
      jobs.run(job, (running) =>
        look(identity, async (looked) => ({ rows: await values.arrange(looked, { sort, filter }, running) })),
      ),
    'value.page': ({ identity, offset, limit, sort, filter, columns }) =>
      look(identity, (looked) => values.page(looked, { sort, filter }, offset, limit, columns)),
    'value.cell': ({ identity, row, column, sort, filter, maxChars }) =>
      look(identity, (looked) => values.cell(looked, { sort, filter }, { row, column }, maxChars)),
    'value.copy': ({ identity, sort, filter, rows, columns, header, job }) =>
      jobs.run(job, (running) =>
        look(identity, async (looked) => ({
          text: await values.copy(looked, { sort, filter }, { rows, columns, header }, running),
        })),
      ),
    'value.find': ({ identity, sort, filter, text, from, backwards, job }) =>
      jobs.run(job, (running) =>
        look(identity, async (looked) => ({
          found: await values.find(looked, { sort, filter }, { text, from, backwards }, running),
        })),
      ),
    'value.statistics': ({ identity, column, filter, job }) =>
      jobs.run(job, (running) =>
        look(identity, (looked) => values.statistics(looked, column, filter, running)),
      ),
    'value.export': ({ identity, sort, filter, format, path, overwrite, job }) =>
      jobs.run(job, (running) =>
        look(identity, async (looked) => {
          let rows = 0;
          const written = await writeDurably(
            path,
            async (target) => {
              rows = await values.export(looked, { sort, filter }, format, target, running);
            },
            overwrite,
          );
          return { ...(await saved(written)), rows };
        }),
      ),
    'value.text': ({ identity, maxChars, plain }) =>
      look(identity, ({ value }) => values.text(value, maxChars, plain)),
    'value.image': ({ identity, maxSize }) => look(identity, ({ value }) => values.image(value, maxSize)),
    'value.tile': ({ identity, ...region }) => look(identity, ({ value }) => values.tile(value, region)),
    'value.pixels': ({ identity, ...region }) => look(identity, ({ value }) => values.pixels(value, region)),
    'value.tree': ({ identity, path, offset, limit }) =>
      json(identity, async (root) => jsonPage(root, path, offset, limit, keys)),
    'value.searchTree': ({ identity, text, limit, job }) =>
      jobs.run(job, (running) =>
        json(identity, (root) =>
          searchJson(root, text, limit, keys, (fraction) => {
            if (Atomics.load(running.flag, 0) !== 0) throw cancelledError();
            running.onProgress(fraction);
          }),
        ),
      ),
    'value.treeText': ({ identity, path, maxChars }) =>
      json(identity, async (root) => jsonTextInSlices(valueAt(root, path), maxChars)),
    'value.tensor': ({ identity, job }) =>
      jobs.run(job, (running) => look(identity, ({ value }) => values.tensor(value, running))),
    'value.slice': ({ identity, ...part }) => look(identity, ({ value }) => values.slice(value, part)),
    'value.slicePicture': ({ identity, index, maxSize }) =>
      look(identity, ({ value }) => values.slicePicture(value, index, maxSize)),
    'value.bytes': ({ identity, offset, length }) =>
      look(identity, ({ value }) => values.bytes(value, offset, length)),
    'value.items': ({ identity, offset, limit }) =>
      look(identity, async ({ value }) => {
        const { items } = expectKind(value, 'list');
        return { items: items.slice(offset, offset + limit).map(summarise), total: items.length };
      }),
    'value.save': save,
    'value.saveDrawing': async ({ format, base64, path, overwrite }) => {
      const bytes = Buffer.from(base64, 'base64');
      checkDrawing(format, bytes);
      return saved(await writeDurably(path, bytes, overwrite));
    },
    'value.reveal': ({ identity }) =>
      look(identity, async ({ value }) => {
        const { path } = expectKind(value, 'file');
        if (reveal === undefined) {
          throw new AtomitonError({
            kind: 'validation',
            code: 'no-desktop',
            message: 'A browser cannot show a folder.',
            hint: `The file is ${path}.`,
          });
        }
        reveal(path);
        return {};
      }),
    'value.cancel': async ({ job }) => {
      jobs.cancel(job);
      return {};
    },
  };
}
