import { expect, it } from 'vitest';
import { typePhrase } from './type-phrase.js';

it('reads as a part of a sentence', () => {
  const phrases = ['any', 'table', 'integer', 'image', 'list<any>', 'list<image>', 'json', 'bytes'] as const;
  expect(phrases.map((type) => typePhrase(type))).toEqual([
    'a value of any type',
    'a table',
    'an integer',
    'an image',
    'a list',
    'a list, each item an image',
    'a JSON value',
    'bytes',
  ]);
});
