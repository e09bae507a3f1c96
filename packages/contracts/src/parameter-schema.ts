import { z } from 'zod';
import type { JsonValue } from './json.js';
import { jsonValueSchema } from './json.js';
import type { ParameterSpec } from './node-definition.js';
import type { PortType } from './port-type.js';
import { listElement } from './port-type.js';

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function baseSchema(type: PortType): z.ZodType<JsonValue> {
  const element = listElement(type);
  if (element !== undefined) return z.array(baseSchema(element));
  switch (type) {
    case 'number':
      return z.number();
    case 'integer':
      return z.int();
    case 'string':
    case 'file':
      return z.string();
    case 'boolean':
      return z.boolean();
    default:
      return jsonValueSchema;
  }
}

const EXPECTED: Record<string, string> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'text',
  file: 'a path',
  boolean: 'true or false',
  'list<number>': 'a list of numbers',
  'list<integer>': 'a list of whole numbers',
  'list<string>': 'a list of texts',
  'list<file>': 'a list of paths',
};
const COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * One sentence that says why `value` does not fit the parameter, or undefined when it fits:
 * "Keep must be at least 1; received -5."
 */
export function parameterProblem(spec: ParameterSpec, value: JsonValue | undefined): string | undefined {
  const given = value === undefined ? spec.default : value;
  if (isEmpty(given)) {
    if (spec.required) return `${spec.label} is required; received ${show(given)}.`;
    if (given === null || given === '') return undefined;
  }
  if (spec.choices !== undefined) {
    if (spec.choices.some((choice) => JSON.stringify(choice.value) === JSON.stringify(given)))
      return undefined;
    return `${spec.label} must be one of ${spec.choices.map((choice) => show(choice.value)).join(', ')}; received ${show(given)}.`;
  }
  if (!baseSchema(spec.type).safeParse(given).success) {
    return `${spec.label} must be ${EXPECTED[spec.type] ?? `a ${spec.type}`}; received ${show(given)}.`;
  }
  const measured =
    typeof given === 'number'
      ? given
      : typeof given === 'string' || Array.isArray(given)
        ? given.length
        : undefined;
  const limit = (value: number): string => {
    if (typeof given === 'number') return spec.unit === undefined ? String(value) : `${value} ${spec.unit}`;
    const counted = typeof given === 'string' ? 'character' : 'item';
    return `${value} ${counted}${value === 1 ? '' : 's'} long`;
  };
  if (measured !== undefined) {
    if (spec.min !== undefined && measured < spec.min) {
      return `${spec.label} must be at least ${limit(spec.min)}; received ${show(given)}.`;
    }
    if (spec.max !== undefined && measured > spec.max) {
      return `${spec.label} must be at most ${limit(spec.max)}; received ${show(given)}.`;
    }
  }
  if (spec.widget === 'color' && typeof given === 'string' && !COLOR.test(given)) {
    return `${spec.label} must be a colour such as #1a62d0; received ${show(given)}.`;
  }
  if (spec.pattern !== undefined && typeof given === 'string' && !new RegExp(spec.pattern, 'u').test(given)) {
    const expected = spec.expects === undefined ? `match ${spec.pattern}` : `be ${spec.expects}`;
    return `${spec.label} must ${expected}; received ${show(given)}.`;
  }
  return undefined;
}

/** The zod schema of one parameter; its message is that of `parameterProblem`. */
export function parameterSchema(spec: ParameterSpec): z.ZodType<JsonValue | undefined> {
  return z.custom<JsonValue | undefined>().superRefine((value, context) => {
    const problem = parameterProblem(spec, value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
}
