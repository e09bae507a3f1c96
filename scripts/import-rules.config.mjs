// Who may import what: the table of the house, one entry a room. The first entry whose `files` match a file rules it.
// A file that no entry covers is an error, so a new room starts with a line here.

/**
 * @typedef {object} Room
 * @property {string} name
 * @property {string} files a regular expression over paths from the root
 * @property {readonly string[]} ours what it may import of ours, as regular expressions over resolved paths
 * @property {readonly string[] | 'any'} packages npm packages it may import
 * @property {boolean} builtins whether it may import Node's built-in modules
 * @property {readonly string[]} [typesOnly] what it may import of ours, but only as types
 */

/** The published face of a package: what its `exports` point at. @param {string} name */
const published = (name) => `^packages/${name}/dist/`;

/** @param {...string} names */
const publishedOf = (...names) => names.map(published);

const everyPackage = '^packages/[^/]+/dist/';
const source = (/** @type {string} */ folder) => `^${folder}/src/.*\\.(ts|tsx|css|json)$`;
/** Code that only tests run. */
export const testFile = '(\\.test\\.tsx?|\\.suite\\.tsx?)$|/testing/';

/** @type {readonly Room[]} */
export const rooms = [
  {
    name: 'project configuration',
    files: '^((packages|apps)/[^/]+|e2e|bench|scripts)/[\\w.-]+\\.config\\.(ts|mts|mjs)$',
    ours: ['^((packages|apps)/[^/]+|e2e|bench|scripts)/[^/]+\\.config\\.(ts|mts|mjs)$'],
    packages: 'any',
    builtins: true,
  },
  {
    name: 'build steps of a package',
    files: '^packages/[^/]+/(scripts/[^/]+|build)\\.mjs$',
    ours: [],
    packages: [],
    builtins: true,
  },
  {
    name: 'tests of a package',
    files: `^packages/([^/]+)/(src.*(${testFile})|test/)`,
    ours: ['^packages/$1/', everyPackage, '^examples/'],
    packages: 'any',
    builtins: true,
  },
  {
    name: 'tests of an application',
    files: `^apps/([^/]+)/(src.*(${testFile})|test/)`,
    ours: ['^apps/$1/', everyPackage, '^examples/'],
    packages: 'any',
    builtins: true,
  },
  {
    name: 'contracts',
    files: source('packages/contracts'),
    ours: ['^packages/contracts/src/'],
    packages: ['zod'],
    builtins: false,
  },
  {
    name: 'blueprint',
    files: source('packages/blueprint'),
    ours: ['^packages/blueprint/src/', published('contracts')],
    packages: [],
    builtins: false,
  },
  {
    name: 'engine core',
    files: source('packages/execution-engine').replace('/src/', '/src/core/'),
    ours: ['^packages/execution-engine/src/core/', ...publishedOf('contracts', 'blueprint')],
    packages: [],
    builtins: false,
  },
  {
    name: 'engine runtimes and stores',
    files: '^packages/execution-engine/src/(runtimes|stores)/.*\\.ts$',
    ours: ['^packages/execution-engine/src/(runtimes|stores)/', published('contracts')],
    typesOnly: ['^packages/execution-engine/src/core/'],
    packages: ['piscina', 'python-shell', 'msgpackr'],
    builtins: true,
  },
  {
    name: 'engine entry',
    files: '^packages/execution-engine/src/[^/]+\\.ts$',
    ours: ['^packages/execution-engine/src/', ...publishedOf('contracts', 'blueprint')],
    packages: [],
    builtins: true,
  },
  {
    name: 'node definitions',
    files: '^packages/nodes/src/.*definitions?\\.ts$',
    ours: ['^packages/nodes/src/.*definitions?\\.ts$', published('contracts')],
    packages: [],
    builtins: false,
  },
  {
    name: 'nodes',
    files: source('packages/nodes'),
    ours: ['^packages/nodes/src/', published('contracts')],
    packages: [
      'apache-arrow',
      'csv-parse',
      '@bufbuild/cel',
      '@bufbuild/cel-spec',
      '@bufbuild/protobuf',
      '@bufbuild/re2',
    ],
    builtins: true,
  },
  ...['native-nodes', 'python-nodes', 'wasm-nodes', 'go-nodes'].map((name) => ({
    name,
    files: source(`packages/${name}`),
    ours: [`^packages/${name}/src/`, published('contracts')],
    packages: [],
    builtins: true,
  })),
  {
    name: 'host',
    files: source('packages/host'),
    ours: ['^packages/host/src/', everyPackage],
    packages: ['apache-arrow', 'hyparquet-writer', 'libsql', 'ws', 'zod'],
    builtins: true,
  },
  {
    name: 'desktop main',
    files: source('apps/desktop').replace('/src/', '/src/main/'),
    ours: ['^apps/desktop/src/main/', ...publishedOf('host', 'contracts')],
    packages: ['electron', 'zod'],
    builtins: true,
  },
  {
    name: 'desktop preload',
    files: source('apps/desktop').replace('/src/', '/src/preload/'),
    ours: ['^apps/desktop/src/preload/'],
    typesOnly: [published('contracts')],
    packages: ['electron'],
    builtins: false,
  },
  {
    name: 'desktop renderer',
    files: source('apps/desktop').replace('/src/', '/src/renderer/'),
    ours: ['^apps/desktop/src/renderer/', ...publishedOf('contracts', 'blueprint')],
    packages: [
      '@bufbuild/cel',
      '@bufbuild/cel-spec',
      '@codemirror/autocomplete',
      '@codemirror/commands',
      '@codemirror/lang-javascript',
      '@codemirror/lang-json',
      '@codemirror/language',
      '@codemirror/lint',
      '@codemirror/state',
      '@codemirror/view',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      '@lezer/highlight',
      '@observablehq/plot',
      '@tanstack/react-virtual',
      '@xyflow/react',
      'cmdk',
      'elkjs',
      'fuzzysort',
      'lucide-react',
      'radix-ui',
      'react',
      'react-dom',
      'react-markdown',
      'react-resizable-panels',
      'remark-gfm',
      'vite',
      'zod',
      'zustand',
    ],
    builtins: false,
  },
  {
    name: 'command line',
    files: source('apps/cli'),
    ours: ['^apps/cli/src/', ...publishedOf('host', 'contracts')],
    packages: ['commander'],
    builtins: true,
  },
  {
    name: 'end-to-end tests',
    files: '^e2e/.*\\.ts$',
    ours: ['^e2e/', everyPackage],
    packages: 'any',
    builtins: true,
  },
  {
    name: 'benchmarks',
    files: '^bench/.*\\.(ts|tsx|css|mjs)$',
    ours: ['^bench/', everyPackage],
    packages: 'any',
    builtins: true,
  },
  {
    name: 'examples',
    files: '^examples/.*\\.(ts|mjs)$',
    ours: ['^examples/', everyPackage],
    packages: 'any',
    builtins: true,
  },
  { name: 'scripts', files: '^scripts/.*\\.mjs$', ours: ['^scripts/'], packages: 'any', builtins: true },
];

/** Where our modules are. */
export const scannedFolders = ['packages', 'apps', 'e2e', 'bench', 'examples', 'scripts'];

/** What is made, not written. */
export const generated = '(^|/)(node_modules|dist|out|build|target|\\.venv|\\.turbo)/';
