import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseBlueprint, printBlueprint } from '@atomiton/blueprint';
import type { BridgeClient } from '@atomiton/contracts';
import type { Step } from './edit-plan.js';
import { Model, nextSteps, sortedJson } from './edit-plan.js';

interface Saved {
  text: string;
  revision: number;
}

/** One document with what its user did to it and was told of. */
interface Subject {
  documentId: string;
  file: string | undefined;
  /** Everything acknowledged. */
  model: Model;
  /** What the file may hold: what was acknowledged last, and what was under way. */
  saved: Saved | undefined;
  saving: Saved | undefined;
  /** Sent and not acknowledged. */
  sent: Step | undefined;
}

interface Tabs {
  tabs: string[];
  active: string | null;
}

/** How a state under comparison came about. */
export interface Tally {
  acknowledged: number;
  /** Found although the process was killed before it said so. */
  found: number;
}

function stateOf({ blueprint, revision }: Model): Saved {
  return { text: printBlueprint(blueprint), revision };
}

/** Where two texts part, with some characters of each. */
function difference(expected: string, received: string): string {
  let at = 0;
  while (at < expected.length && expected[at] === received[at]) at++;
  const from = Math.max(0, at - 60);
  return `expected …${expected.slice(from, at + 60)}…, received …${received.slice(from, at + 60)}…`;
}

/**
 * A user at several documents of one host who writes down what was acknowledged, and compares it with what is there
 * after the host was killed.
 */
export class LossDriver {
  readonly tally: Tally = { acknowledged: 0, found: 0 };
  private readonly subjects: Subject[] = [];
  private tabs: Tabs = { tabs: [], active: null };
  private tabsSent: Tabs | undefined;
  private number = 0;
  private stopped = false;

  constructor(
    private readonly folder: string,
    private readonly random: () => number,
  ) {}

  /** Makes the documents: all but the second one are saved to files at once. */
  async begin(client: BridgeClient, count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const { documentId, blueprint } = await client.call('document.create', {});
      const file = index === 1 ? undefined : path.join(this.folder, `file ${index}.blueprint.json`);
      const model = new Model(blueprint);
      const saved = file === undefined ? undefined : { text: printBlueprint(blueprint), revision: 0 };
      if (file !== undefined) await client.call('document.save', { documentId, path: file });
      this.subjects.push({ documentId, file, model, saved, saving: undefined, sent: undefined });
    }
    const tabs = this.subjects.map(({ documentId }) => documentId);
    this.tabs = { tabs, active: tabs[0] ?? null };
    await client.call('workspace.set', { ...this.tabs, closed: [] });
  }

  /** Works at all documents at once until `stop`, or until the host is gone. */
  async work(client: BridgeClient): Promise<void> {
    this.stopped = false;
    const busy = this.subjects.map((subject) => this.edit(client, subject));
    await Promise.allSettled([...busy, this.switchTabs(client)]);
  }

  stop(): void {
    this.stopped = true;
  }

  /** Compares what the host has with what it acknowledged. @returns what is wrong, in sentences. */
  async check(client: BridgeClient): Promise<string[]> {
    const problems: string[] = [];
    const { tabs, active } = await client.call('workspace.get', {});
    const shown = JSON.stringify({ tabs, active });
    const possible = [this.tabs, this.tabsSent].filter((state) => state !== undefined);
    const matching = possible.find((state) => JSON.stringify(state) === shown);
    if (matching === undefined) problems.push(`tabs are ${shown}, expected ${JSON.stringify(possible)}`);
    else this.tabs = matching;
    this.tabsSent = undefined;
    for (const subject of this.subjects) problems.push(...(await this.checkSubject(client, subject)));
    for (const name of readdirSync(this.folder)) {
      if (name.endsWith('.tmp')) problems.push(`${name} was left behind`);
    }
    return problems;
  }

  private async edit(client: BridgeClient, subject: Subject): Promise<void> {
    const { documentId } = subject;
    while (!this.stopped) {
      for (const step of nextSteps(this.random, subject.model, ++this.number)) {
        if (this.stopped) return;
        subject.sent = step;
        let isAsSaved = false;
        if (step.step === 'edit') {
          const { operations, entry } = step;
          const baseRevision = subject.model.revision;
          const answer = await client.call('document.apply', {
            documentId,
            baseRevision,
            operations,
            entry,
          });
          isAsSaved = answer.savedRevision === answer.revision;
        } else if (step.step === 'draft') {
          await client.call('document.draft', { documentId, field: step.field, text: step.text });
        } else if (subject.file !== undefined) {
          subject.saving = stateOf(subject.model);
          await client.call('document.save', { documentId });
          subject.saved = subject.saving;
          subject.saving = undefined;
        }
        subject.model.apply(step);
        if (isAsSaved) subject.saved = stateOf(subject.model);
        subject.sent = undefined;
        this.tally.acknowledged++;
      }
    }
  }

  private async switchTabs(client: BridgeClient): Promise<void> {
    while (!this.stopped) {
      const tabs = [...this.tabs.tabs].sort(() => this.random() - 0.5);
      this.tabsSent = { tabs, active: tabs[Math.floor(this.random() * tabs.length)] ?? null };
      await client.call('workspace.set', { ...this.tabsSent, closed: [] });
      this.tabs = this.tabsSent;
      this.tabsSent = undefined;
      this.tally.acknowledged++;
      await new Promise((resolve) => setTimeout(resolve, 20 * this.random()));
    }
  }

  private async checkSubject(client: BridgeClient, subject: Subject): Promise<string[]> {
    const { documentId, model, sent } = subject;
    const name = subject.file === undefined ? 'the untitled document' : path.basename(subject.file);
    const problems: string[] = [];
    const opened = await client.call('document.reopen', { documentId });
    const state = sortedJson({
      text: printBlueprint(opened.blueprint),
      revision: opened.revision,
      history: opened.history,
      drafts: opened.drafts,
    });
    subject.sent = undefined;
    if (state !== model.state()) {
      const before = model.state();
      if (sent !== undefined && sent.step !== 'save') model.apply(sent);
      if (state !== model.state()) {
        problems.push(
          `${name} is not what was acknowledged: ${difference(before, state)}; ${difference(model.state(), state)} with ${JSON.stringify(sent)}`,
        );
      } else {
        this.tally.found++;
        // An undo that nobody heard of has brought the document back to what its file holds.
        if (sent?.step === 'edit' && opened.savedRevision === opened.revision) subject.saved = stateOf(model);
      }
    }
    problems.push(...this.checkFile(subject, name, opened.savedRevision));
    if (opened.fileState.state !== 'same')
      problems.push(`the file of ${name} counts as ${opened.fileState.state}`);
    return problems;
  }

  private checkFile(subject: Subject, name: string, savedRevision: number): string[] {
    const { file, saved, saving } = subject;
    subject.saving = undefined;
    if (file === undefined) return savedRevision === 0 ? [] : [`${name} has no file but a saved revision`];
    if (!existsSync(file)) return [`${name} is gone`];
    const text = readFileSync(file, 'utf8');
    const found = [saved, saving].filter((state) => state?.text === text);
    if (found.length === 0) {
      const whole = parseBlueprint(text).ok ? 'a blueprint, but neither' : 'torn: neither';
      return [`${name} is ${whole} what was saved last nor what was being saved`];
    }
    // Both may have the same text: what was done in between was taken back.
    subject.saved = found.find((state) => state?.revision === savedRevision);
    if (subject.saved !== undefined) return [];
    const expected = found.map((state) => state?.revision).join(' or ');
    return [`${name} says that its file has revision ${savedRevision}, expected ${expected}`];
  }
}
