import { expect, it } from 'vitest';
import { emptyRunView } from '../stores/run-state';
import { collectProblems } from './problems';

const error = { kind: 'validation' as const, code: 'unknown-column', message: 'There is no column "x".' };

it('lists the error of a failed node once, though it is also the error of the run', () => {
  const view = emptyRunView();
  view.error = { ...error, node: 'chart' };
  view.all.set('chart', { state: 'failed', error: { ...error, node: 'chart' } });
  expect(collectProblems([], view).map(({ node, message }) => [node, message])).toEqual([
    ['chart', error.message],
  ]);
});

it('lists the error of a run that belongs to no node', () => {
  const view = emptyRunView();
  view.error = error;
  expect(collectProblems([], view)).toMatchObject([
    { source: 'run', node: undefined, message: error.message },
  ]);
});
