import type { JsonValue, ParameterSpec } from '@atomiton/contracts';

/** A number where the text is one, else the text itself: it is kept and marked, not replaced. */
export function parseNumber(text: string): JsonValue | undefined {
  const trimmed = text.trim().replace(',', '.').replace('−', '-');
  if (trimmed === '') return undefined;
  const number = Number(trimmed);
  return Number.isFinite(number) ? number : text.trim();
}

/** How far one press of an arrow key goes. */
export function stepOf(spec: ParameterSpec): number {
  return spec.step ?? (spec.type === 'integer' ? 1 : 0.1);
}

/**
 * The next value on an arrow key, without the noise of binary fractions. A step ends at a limit that it would cross;
 * a value that lies outside already moves on as it is, for nothing is put right behind the user's back.
 */
export function stepped(value: number, step: number, up: boolean, min?: number, max?: number): number {
  const next = Number((value + (up ? step : -step)).toPrecision(12));
  if (up && max !== undefined && value <= max && next > max) return max;
  if (!up && min !== undefined && value >= min && next < min) return min;
  return next;
}
