import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from './json-fault.js';
import { parseBlueprint } from './parse-blueprint.js';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('where text stops being JSON', () => {
  it.each([
    ['root:x:0:0:root', 0],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['{"a": 01}', 7],
    ['{"a": 1} x', 9],
    ['{"a": [1, 2}', 11],
    ['{"a": "b', 6],
    ['{"a": ', 6],
    ['', 0],
    ["{'a': 1}", 1],
  ])('%j: %i', (text, at) => {
    expect(jsonFault(text)).toBe(at);
  });

  it('is never inside what JSON.parse takes, and always somewhere in what it refuses', () => {
    const spoiled = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', '"', 'x', ':', '1'))
      .map(([text, at, sign]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + sign + text.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), spoiled), (text) => {
        const at = jsonFault(text);
        if (isJson(text)) expect(at).toBe(text.length);
        else if (at < text.length) expect(isJson(text.slice(0, at + 1))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a file that is no blueprint', () => {
  it.each([
    'root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/usr/sbin/nologin\n',
    '{"password": hunter2}',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n',
  ])('is refused without a word of what is in it: %j', (text) => {
    const parsed = parseBlueprint(text);
    expect(parsed.ok).toBe(false);
    const said = JSON.stringify(parsed.diagnostics);
    for (const word of text.split(/[^A-Za-z0-9]+/)) if (word.length > 4) expect(said).not.toContain(word);
    expect(said).toMatch(/line 1, column \d+/);
  });

  it('that is deeply nested is refused with a short message', () => {
    const key = 'k'.repeat(70);
    const deep = `${`{"${key}":`.repeat(150)}{"__proto__":1}${'}'.repeat(150)}`;
    const parsed = parseBlueprint(
      `{"formatVersion":1,"id":"d","name":"d","nodes":{},"edges":{},"x":${deep}}`,
    );
    expect(parsed.ok).toBe(false);
    const [first] = parsed.diagnostics;
    expect(first?.code).toBe('reserved-key');
    expect(first?.message).toContain('levels…');
    expect(first?.message.length).toBeLessThan(1500);
  });
});
