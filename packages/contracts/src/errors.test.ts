import { expect, it } from 'vitest';
import { AtomitonError, type ErrorData, errorDataSchema, toErrorData } from './errors.js';

const data: ErrorData = {
  kind: 'resource',
  code: 'out-of-memory',
  message: 'Too many groups: 5.',
  node: 'csv',
  cause: { kind: 'runtime', code: 'panic', message: 'inner', stack: 'here' },
};

it('an error crosses a border as a plain object and comes back', () => {
  const crossed = errorDataSchema.parse(JSON.parse(JSON.stringify(new AtomitonError(data).data)));
  expect(crossed).toEqual(data);
  expect(new AtomitonError(crossed)).toMatchObject({ message: 'Too many groups: 5.', data });
});

it('the stack of the failing code is that of the error', () => {
  expect(new AtomitonError({ ...data, stack: 'at main.py:3' }).stack).toBe('at main.py:3');
});

it('anything thrown becomes error data', () => {
  expect(toErrorData(new AtomitonError(data))).toBe(data);
  expect(toErrorData(new TypeError('no'))).toMatchObject({
    kind: 'runtime',
    code: 'unexpected',
    message: 'no',
  });
  expect(toErrorData('text', 'odd')).toEqual({ kind: 'runtime', code: 'odd', message: 'text' });
});
