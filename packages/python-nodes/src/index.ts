export { type PythonNodes, pythonNodes } from './python-nodes.js';
