export { type GoNodes, goNodes } from './go-nodes.js';
