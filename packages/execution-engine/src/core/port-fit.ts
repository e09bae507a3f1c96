import type { JsonValue, PortType, Value } from '@atomiton/contracts';
import { listElement } from '@atomiton/contracts';

function jsonFits(json: JsonValue, type: PortType): boolean {
  switch (type) {
    case 'any':
    case 'json':
      return true;
    case 'number':
      return typeof json === 'number';
    case 'integer':
      return Number.isSafeInteger(json);
    case 'string':
      return typeof json === 'string';
    case 'boolean':
      return typeof json === 'boolean';
    default: {
      const element = listElement(type);
      return element !== undefined && Array.isArray(json) && json.every((item) => jsonFits(item, element));
    }
  }
}

/** Whether a value may enter a port of this type. Cost: constant, or one look at each item of a list. */
export function valueFits(value: Value, type: PortType): boolean {
  if (type === 'any') return true;
  if (value.kind === 'json') return jsonFits(value.json, type);
  if (value.kind === 'list') {
    const element = listElement(type);
    return element !== undefined && value.items.every((item) => valueFits(item, element));
  }
  return value.kind === type;
}

/** Like `valueFits`, but without a look at the items of lists: constant cost. */
export function kindFits(value: Value, type: PortType): boolean {
  if (type === 'any') return true;
  if (value.kind === 'json') {
    return Array.isArray(value.json)
      ? type === 'json' || listElement(type) !== undefined
      : jsonFits(value.json, type);
  }
  return value.kind === 'list' ? listElement(type) !== undefined : value.kind === type;
}

/** What a value is, for a sentence: `a table of 3 columns and 20 rows`, `the text "abc"`. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case 'json':
      return describeJson(value.json);
    case 'bytes':
      return 'bytes';
    case 'table':
      return `a table of ${value.columns.length} columns and ${value.rows} rows`;
    case 'tensor':
      return `a tensor ${value.dtype} [${value.shape.join(', ')}]`;
    case 'image':
      return `an image of ${value.width} × ${value.height} pixels`;
    case 'file':
      return `the file ${value.path}`;
    case 'list':
      return `a list of ${value.items.length} items`;
  }
}

function describeJson(json: JsonValue): string {
  if (Array.isArray(json)) return `a list of ${json.length} items`;
  if (typeof json === 'object' && json !== null) return 'a JSON object';
  const text = JSON.stringify(json);
  const short = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  switch (typeof json) {
    case 'string':
      return `the text ${short}`;
    case 'number':
      return `the number ${short}`;
    default:
      return short;
  }
}
