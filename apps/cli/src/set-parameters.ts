import path from 'node:path';
import type { Blueprint, Catalog, JsonValue, ParameterSpec } from '@atomiton/contracts';
import { AtomitonError, findNonJson, parameterProblem } from '@atomiton/contracts';

function wrong(message: string, hint: string): AtomitonError {
  return new AtomitonError({ kind: 'validation', code: 'bad-parameter', message, hint });
}

function parsedJson(text: string, what: string): JsonValue {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong(
      `${what} must be JSON; received ${JSON.stringify(text)}.`,
      'Quote it for the shell: \'["a","b"]\'.',
    );
  }
  const problem = findNonJson(value);
  if (problem !== undefined) throw wrong(`${what}: ${problem}.`, 'Use plain JSON.');
  return value as JsonValue;
}

/**
 * The value of a parameter from its text on the command line, by the parameter's type. Text and paths are taken as
 * they are (paths from the current folder), lists as JSON or separated by commas, everything else as JSON.
 * @throws AtomitonError `bad-parameter` with what was expected and what was received.
 */
export function parameterFromText(spec: ParameterSpec, text: string, folder: string): JsonValue {
  const what = `${spec.label} (${spec.name})`;
  switch (spec.type) {
    case 'string':
      return text;
    case 'file':
      return text === '' ? text : path.resolve(folder, text);
    case 'number':
    case 'integer': {
      const number = text.trim() === '' ? Number.NaN : Number(text);
      if (Number.isFinite(number)) return number;
      throw wrong(
        `${what} must be a number; received ${JSON.stringify(text)}.`,
        'Write it as 12, 0.5 or 1e6.',
      );
    }
    case 'boolean':
      if (text === 'true' || text === 'false') return text === 'true';
      throw wrong(`${what} must be true or false; received ${JSON.stringify(text)}.`, 'Write true or false.');
    case 'any':
      try {
        return parsedJson(text, what);
      } catch {
        return text;
      }
    default:
      break;
  }
  if ((spec.type === 'list<string>' || spec.type === 'list<file>') && !text.trimStart().startsWith('[')) {
    const items = text === '' ? [] : text.split(',').map((item) => item.trim());
    return spec.type === 'list<file>' ? items.map((item) => path.resolve(folder, item)) : items;
  }
  return parsedJson(text, what);
}

/** The blueprint with the parameters that `--set node.param=value` names. @throws AtomitonError `bad-parameter`. */
export function withParameters(
  blueprint: Blueprint,
  catalog: Catalog,
  settings: readonly string[],
  folder: string,
): Blueprint {
  const nodes = { ...blueprint.nodes };
  for (const setting of settings) {
    const found = /^([^.=]+)\.([^.=]+)=([\s\S]*)$/.exec(setting);
    const [, id = '', name = '', text = ''] = found ?? [];
    if (found === null) {
      throw wrong(
        `--set takes node.parameter=value; received "${setting}".`,
        'For example: --set csv.path=data.csv',
      );
    }
    const node = Object.hasOwn(nodes, id) ? nodes[id] : undefined;
    if (node === undefined) {
      throw wrong(`There is no node "${id}".`, `The nodes are: ${Object.keys(nodes).join(', ')}.`);
    }
    const specs = catalog.get(node.type)?.parameters;
    if (specs === undefined)
      throw wrong(`The type ${node.type} of "${id}" is not known.`, 'See: atomiton nodes');
    const spec = specs.find((one) => one.name === name);
    if (spec === undefined) {
      const names = specs.map((one) => one.name).join(', ');
      throw wrong(
        `"${id}" (${node.type}) has no parameter "${name}".`,
        names === '' ? 'It has no parameters.' : `Its parameters are: ${names}.`,
      );
    }
    if (Object.hasOwn(blueprint.edges, `${id}.${name}`)) {
      throw wrong(
        `"${id}.${name}" is fed by an edge.`,
        'Disconnect it, or set a parameter of the node before it.',
      );
    }
    const value = parameterFromText(spec, text, folder);
    const problem = parameterProblem(spec, value);
    if (problem !== undefined) throw wrong(`${id}.${name}: ${problem}`, 'See: atomiton nodes --json');
    nodes[id] = { ...node, parameters: { ...node.parameters, [name]: value } };
  }
  return { ...blueprint, nodes };
}
