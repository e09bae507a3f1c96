import type { PortType } from '@atomiton/contracts';

/** The innermost element of `list<list<T>>`. */
function scalarOf(type: PortType): string {
  return type.replaceAll(/^(list<)+|>+$/g, '');
}

/** The token that colours a port type; lists have the colour of their elements. */
export function portColor(type: PortType): string {
  return `var(--type-${scalarOf(type)})`;
}
