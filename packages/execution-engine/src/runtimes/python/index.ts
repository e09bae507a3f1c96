export { createPythonRuntime, type PythonPackage, type PythonRuntimeOptions } from './python-runtime.js';
