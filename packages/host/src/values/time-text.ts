import type { DataType } from 'apache-arrow';
import { TimeUnit } from 'apache-arrow';

const DAY_MS = 86_400_000;
const QUARTER_HOUR_MS = 900_000;
/** Largest distance from 1970 that `Date` can hold. */
const DATE_LIMIT_MS = 8.64e15;

/** Units in one second, by unit. */
export const PER_SECOND: Record<TimeUnit, bigint> = {
  [TimeUnit.SECOND]: 1n,
  [TimeUnit.MILLISECOND]: 1_000n,
  [TimeUnit.MICROSECOND]: 1_000_000n,
  [TimeUnit.NANOSECOND]: 1_000_000_000n,
};

function divideDown(value: bigint, by: bigint): [bigint, bigint] {
  const rest = ((value % by) + by) % by;
  return [(value - rest) / by, rest];
}

function fractionText(rest: bigint, perSecond: bigint): string {
  return rest === 0n ? '' : `.${rest.toString().padStart(perSecond.toString().length - 1, '0')}`;
}

/** `2026-03-01`. */
export function dayText(days: number): string {
  const ms = days * DAY_MS;
  return Math.abs(ms) > DATE_LIMIT_MS ? `${days} days` : new Date(ms).toISOString().slice(0, -14);
}

/** `12:30:05.25`; the fraction only where there is one. */
export function timeOfDayText(value: bigint, unit: TimeUnit): string {
  const per = PER_SECOND[unit];
  const [seconds, rest] = divideDown(value, per);
  return `${new Date(Number(seconds) * 1000).toISOString().slice(11, 19)}${fractionText(rest, per)}`;
}

/** Minutes that a zone is ahead of UTC, by quarter of an hour: zones change at no finer step. */
function zoneOffsets(zone: string): (ms: number) => number {
  const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (fixed !== null) {
    const minutes = (Number(fixed[2]) * 60 + Number(fixed[3])) * (fixed[1] === '-' ? -1 : 1);
    return () => minutes;
  }
  if (/^(utc|z|etc\/utc|gmt)$/i.test(zone)) return () => 0;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return () => 0;
  }
  const known = new Map<number, number>();
  return (ms) => {
    const slot = Math.floor(ms / QUARTER_HOUR_MS);
    const cached = known.get(slot);
    if (cached !== undefined) return cached;
    const name = format.formatToParts(slot * QUARTER_HOUR_MS).find((part) => part.type === 'timeZoneName');
    const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name?.value ?? '');
    const minutes =
      match === null ? 0 : (Number(match[2]) * 60 + Number(match[3])) * (match[1] === '-' ? -1 : 1);
    if (known.size > 10_000) known.clear();
    known.set(slot, minutes);
    return minutes;
  };
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * Writes timestamps of one column in full: local time with its offset where the column has a zone, else without;
 * every digit that the unit has, where they are not all zero.
 */
export function timestampWriter(type: DataType): (value: bigint) => string {
  const { unit, timezone } = type as DataType & { unit: TimeUnit; timezone?: string | null };
  const per = PER_SECOND[unit];
  const offsets =
    timezone === undefined || timezone === null || timezone === '' ? undefined : zoneOffsets(timezone);
  return (value) => {
    const [seconds, rest] = divideDown(value, per);
    const ms = Number(seconds) * 1000;
    if (Math.abs(ms) > DATE_LIMIT_MS) return value.toString();
    const minutes = offsets?.(ms) ?? 0;
    const text = new Date(ms + minutes * 60_000).toISOString().slice(0, -5);
    return `${text}${fractionText(rest, per)}${offsets === undefined ? '' : offsetText(minutes)}`;
  };
}
