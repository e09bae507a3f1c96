/** Conditions that a column menu offers. */
export type ColumnOperator = '==' | '!=' | '<' | '>' | 'contains' | 'startsWith' | 'null' | 'present';

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export type ColumnFamily = 'text' | 'number' | 'flag' | 'time' | 'other';

/** What a column's type means to a filter. Decimals, lists and the like cannot be compared. */
export function familyOf(type: string): ColumnFamily {
  if (/^(u?int|float)/i.test(type)) return 'number';
  if (/^(large)?utf8/i.test(type) || /^dictionary<.*utf8/i.test(type)) return 'text';
  if (/^bool/i.test(type)) return 'flag';
  if (/^(date|timestamp)/i.test(type)) return 'time';
  return 'other';
}

export function operatorsOf(type: string): ColumnOperator[] {
  switch (familyOf(type)) {
    case 'text':
      return ['contains', 'startsWith', '==', '!=', 'null', 'present'];
    case 'number':
    case 'time':
      return ['==', '!=', '<', '>', 'null', 'present'];
    case 'flag':
      return ['==', '!=', 'null', 'present'];
    case 'other':
      return [];
  }
}

/** The column in CEL: by its name where that is one, else by its text. */
function columnText(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) && !/^(true|false|null|in|row)$/.test(name)
    ? name
    : `row[${JSON.stringify(name)}]`;
}

function literalText(value: string, type: string): string {
  const family = familyOf(type);
  if (family === 'number' && NUMBER.test(value.trim())) return value.trim();
  if (family === 'flag') return value.trim().toLowerCase() === 'true' ? 'true' : 'false';
  return JSON.stringify(value);
}

/** A condition on one column as CEL. */
export function conditionText(name: string, type: string, operator: ColumnOperator, value: string): string {
  const column = columnText(name);
  switch (operator) {
    case 'null':
      return `${column} == null`;
    case 'present':
      return `${column} != null`;
    case 'contains':
    case 'startsWith':
      return `${column}.${operator}(${JSON.stringify(value)})`;
    default:
      return `${column} ${operator} ${literalText(value, type)}`;
  }
}

/** Both must hold. */
export function joinConditions(filter: string, condition: string): string {
  const before = filter.trim();
  if (before === '') return condition;
  return `${/\|\||\?/.test(before) ? `(${before})` : before} && ${condition}`;
}
