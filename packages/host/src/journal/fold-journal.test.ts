import { DocumentHistory, newBlueprint, printBlueprint } from '@atomiton/blueprint';
import { expect, test } from 'vitest';
import { Model, nextSteps, seeded, sortedJson } from '../testing/edit-plan.js';
import { applyRow, compacted, foldJournal, otherRow, snapshotRow } from './fold-journal.js';

function beginning(model: Model): string {
  return snapshotRow({
    blueprint: model.blueprint,
    revision: 0,
    savedRevision: 0,
    path: undefined,
    baseFolder: undefined,
    fileHash: undefined,
    history: new DocumentHistory(),
    drafts: new Map(),
  });
}

test('rows give the document, its history and drafts back, wherever they are folded into one', () => {
  for (let seed = 0; seed < 25; seed++) {
    const random = seeded(seed);
    const model = new Model();
    let rows = [beginning(model)];
    for (let number = 1; number < 60; number++) {
      for (const step of nextSteps(random, model, number)) {
        model.apply(step);
        if (step.step === 'edit') rows.push(applyRow(step.operations, step.entry));
        if (step.step === 'draft') rows.push(otherRow({ kind: 'draft', field: step.field, text: step.text }));
        if (random() < 0.1) rows = [compacted(rows)].flatMap((row) => (row === undefined ? rows : [row]));
        if (random() < 0.7) continue;
        const folded = foldJournal(rows);
        if (folded === undefined) throw new Error('the rows give a document');
        expect(folded.problem).toBeUndefined();
        const state = sortedJson({
          text: printBlueprint(folded.blueprint),
          revision: folded.revision,
          history: folded.history.stacks,
          drafts: Object.fromEntries(folded.drafts),
        });
        if (state !== model.state())
          expect(JSON.parse(state), `seed ${seed}`).toEqual(JSON.parse(model.state()));
      }
    }
  }
});

test('what cannot be read ends the document there, and says so', () => {
  const model = new Model(newBlueprint('kept', 'id'));
  const good = applyRow([{ op: 'rename-blueprint', name: 'good' }], { label: 'Rename', kind: 'do' });
  for (const bad of ['', '{', '{"kind":"apply","operations":[{"op":"unheard-of"}]}', '{"kind":"other"}']) {
    const folded = foldJournal([beginning(model), good, bad, good]);
    expect(folded?.blueprint.name).toBe('good');
    expect(folded?.revision).toBe(1);
    expect(folded?.problem).toMatch(/^Edit 3 of 4 of the journal could not be read/);
    expect(compacted([beginning(model), bad])).toBeUndefined();
  }
  expect(foldJournal(['nonsense', good])).toBeUndefined();
  expect(foldJournal([])).toBeUndefined();
});

test('a save that was begun counts only when it is said that it has ended', () => {
  const model = new Model(newBlueprint('saved', 'id'));
  const saving = otherRow({ kind: 'saving', path: '/f', baseFolder: '/', hash: 'h', operations: [] });
  const begun = foldJournal([beginning(model), saving]);
  expect(begun).toMatchObject({ path: undefined, saving: { hash: 'h' } });
  expect(compacted([beginning(model), saving])).toBeUndefined();
  const ended = foldJournal([beginning(model), saving, otherRow({ kind: 'saved' })]);
  expect(ended).toMatchObject({ path: '/f', fileHash: 'h', saving: undefined });
});
