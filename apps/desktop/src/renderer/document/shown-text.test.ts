import { expect, it } from 'vitest';
import { shownText } from './shown-text';

it('writes out what turns letters around, and nothing else', () => {
  expect(shownText('photo\u202Egnp.exe')).toBe('photo\\u{202e}gnp.exe');
  expect(shownText('\u2066a\u2069\u202Ab\u202C')).toBe('\\u{2066}a\\u{2069}\\u{202a}b\\u{202c}');
  for (const text of ['', 'plain', 'مبيعات ٢٠٢٦', 'שלום\u200F!', '👨\u200D👩\u200D👧'])
    expect(shownText(text)).toBe(text);
});
