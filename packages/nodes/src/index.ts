export { builtInDefinitions, builtInModules } from './catalog.js';
