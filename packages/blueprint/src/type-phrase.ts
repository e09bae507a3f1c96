import type { PortType } from '@atomiton/contracts';

/** A port type in a sentence, with its article: `a table`, `an image`, `a value of any type`, `a list of numbers`. */
export function typePhrase(type: PortType): string {
  const list = /^list<(.*)>$/.exec(type);
  if (list !== null) {
    const item = list[1] as PortType;
    return item === 'any' ? 'a list' : `a list, each item ${typePhrase(item)}`;
  }
  switch (type) {
    case 'any':
      return 'a value of any type';
    case 'integer':
    case 'image':
      return `an ${type}`;
    case 'bytes':
      return 'bytes';
    case 'json':
      return 'a JSON value';
    default:
      return `a ${type}`;
  }
}
