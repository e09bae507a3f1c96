import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatCell, formatDuration, formatNumber, formatParameter } from './format';

describe('format', () => {
  it.each([
    [0.01, '0.0 ms'],
    [0.4, '0.4 ms'],
    [812.4, '812 ms'],
    [1234, '1.2 s'],
    [185_000, '3 min 5 s'],
  ])('duration %d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [412, '412 B'],
    [999.6, '1.0 KB'],
    [1_234_567, '1.2 MB'],
    [150_000_000, '150 MB'],
    [2.04e9, '2.0 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [1000, 'just now'],
    [59_000, '59 s ago'],
    [720_000, '12 min ago'],
    [7_300_000, '2 h ago'],
  ])('%d ms ago', (ms, text) => expect(formatAgo(ms)).toBe(text));

  it('shows cells as they are: years without separators, fractions without noise, missing ones by name', () => {
    expect(formatCell(2018)).toBe('2018');
    expect(formatCell(0.1 + 0.2)).toBe('0.3');
    expect(formatCell(null)).toBe('null');
    expect(formatCell('9007199254740993')).toBe('9007199254740993');
    expect(formatCell([1, 2])).toBe('[1,2]');
  });

  it('shows numbers for reading', () => {
    expect(formatNumber(88_210)).toBe('88,210');
    expect(formatNumber(412.20001)).toBe('412.2');
    expect(formatNumber(1.5e12 + 0.5)).toBe('1.50000e+12');
  });

  it('shows parameters in one line: the last part of paths, lists joined', () => {
    expect(formatParameter('/data/2026/sales.csv', true)).toBe('sales.csv');
    expect(formatParameter('data/', true)).toBe('data');
    expect(formatParameter(['city', 'year'], false)).toBe('city, year');
    expect(formatParameter(false, false)).toBe('off');
    expect(formatParameter('', false)).toBe('–');
  });
});
