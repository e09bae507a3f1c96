const DAY_NS = 86_400_000_000_000n;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIMESTAMP =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:[Zz]|([+-])(\d{2}):(\d{2}))?)?$/;

/** Days since 1970-01-01 of `2026-03-01`; undefined where there is no such day. */
export function daysOf(text: string): bigint | undefined {
  const parts = DATE.exec(text);
  if (parts === null) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return BigInt(date.getTime() / 86_400_000);
}

/** Nanoseconds since 1970-01-01T00:00Z of ISO 8601 text, UTC where no offset is given; undefined for other text. */
export function nanosecondsOf(text: string): bigint | undefined {
  const parts = TIMESTAMP.exec(text);
  if (parts === null) return undefined;
  const [, date = '', hour = '0', minute = '0', second = '0', fraction = '', sign, offsetHour, offsetMinute] =
    parts;
  const days = daysOf(date);
  if (days === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const offset = sign === undefined ? 0 : Number(offsetHour) * 3600 + Number(offsetMinute) * 60;
  const utcSeconds = sign === '-' ? seconds + offset : seconds - offset;
  const nanoseconds = BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return days * DAY_NS + BigInt(utcSeconds) * 1_000_000_000n + nanoseconds;
}
