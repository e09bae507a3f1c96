import type { NodeDefinition } from '@atomiton/contracts';
import { definition as csvReader } from './data/csv-reader/definition.js';
import { definition as largeCsvProcessor } from './data/large-csv-processor/definition.js';
import { definition as selectFilter } from './data/select-filter/definition.js';
import { definition as checksums } from './files/checksums/definition.js';
import { definition as gaussianBlur } from './images/gaussian-blur/definition.js';
import { definition as imageLoad } from './images/image-load/definition.js';
import { definition as tensorStatistics } from './ml/tensor-statistics/definition.js';
import { definition as chart } from './show/chart/definition.js';
import { definition as preview } from './show/preview/definition.js';
import { definition as textTemplate } from './text/text-template/definition.js';
import { definition as number } from './values/number/definition.js';
import { definition as text } from './values/text/definition.js';

/** A built-in TypeScript node and the module that runs it; each module can be loaded alone, in any thread. */
const TYPESCRIPT_NODES: readonly (readonly [NodeDefinition, URL])[] = [
  [csvReader, new URL('./data/csv-reader/run.js', import.meta.url)],
  [selectFilter, new URL('./data/select-filter/run.js', import.meta.url)],
  [textTemplate, new URL('./text/text-template/run.js', import.meta.url)],
  [chart, new URL('./show/chart/run.js', import.meta.url)],
  [preview, new URL('./show/preview/run.js', import.meta.url)],
  [number, new URL('./values/number/run.js', import.meta.url)],
  [text, new URL('./values/text/run.js', import.meta.url)],
];

/** Nodes that run in another language; their runtimes find the code by `runtime.module` and `runtime.handler`. */
const OTHER_NODES: readonly NodeDefinition[] = [
  largeCsvProcessor,
  tensorStatistics,
  checksums,
  imageLoad,
  gaussianBlur,
];

/** Every node type that comes with the product. */
export const builtInDefinitions: readonly NodeDefinition[] = [
  ...TYPESCRIPT_NODES.map(([definition]) => definition),
  ...OTHER_NODES,
];

/** The file URL of the module behind each TypeScript node, by type. */
export const builtInModules: ReadonlyMap<string, string> = new Map(
  TYPESCRIPT_NODES.map(([definition, module]) => [definition.type, module.href]),
);
