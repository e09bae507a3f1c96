import type { JsonPath } from '@atomiton/contracts';

/** `rows[3].name`, with other names as `["any name"]`; the whole value is `$`. */
export function pathText(path: JsonPath): string {
  if (path.length === 0) return '$';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/^[A-Za-z_$][\w$]*$/.test(step)) return index === 0 ? step : `.${step}`;
      return `[${JSON.stringify(step)}]`;
    })
    .join('');
}
