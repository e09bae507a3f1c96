/** The engine itself. Runtimes and stores, which need Node, are the sub-paths `/runtimes` and `/stores`. */
export * from './core/index.js';
