import { hash } from 'node:crypto';
import type { Blueprint, Catalog, TrustEntry, TrustRequest } from '@atomiton/contracts';
import { AtomitonError } from '@atomiton/contracts';
import { byPath, isAmong } from './by-path.js';
import type { EffectfulNode } from './node-effects.js';
import { findEffects } from './node-effects.js';
import type { TrustStore } from './trust-store.js';

/** A document as trust sees it, at one moment. */
export interface TrustSubject {
  documentId: string;
  /** Its file; undefined until the first save. */
  path: string | undefined;
  blueprint: Blueprint;
  baseFolder: string | undefined;
}

/** A document as it is now: later edits do not change what was asked about. */
export function subjectOf({ documentId, path, blueprint, baseFolder }: TrustSubject): TrustSubject {
  return { documentId, path, blueprint, baseFolder };
}

/** What of a document came from elsewhere, and what was allowed since. */
interface DocumentTrust {
  /** The document as it came; undefined where it began empty, or as an example of ours. */
  arrival: Pick<TrustSubject, 'blueprint' | 'baseFolder'> | undefined;
  /** Nodes pasted or imported since from text of elsewhere. */
  readonly foreign: Set<string>;
  /** Nodes that were asked about and allowed: later edits of them are the user's own. */
  readonly allowed: Set<string>;
  /** Digests allowed under any path that the document had. */
  readonly digests: Set<string>;
}

/** The paths read, as text; undefined when the node does anything else or reads what an edge brings. */
function readsOnly(node: EffectfulNode, blueprint: Blueprint): Set<string> | undefined {
  const texts = new Set<string>();
  for (const { kind, details } of node.effects) {
    if (kind !== 'outside-read') return undefined;
    for (const { label, text } of details) texts.add(`${label}\n${text}`);
  }
  const isFed = Object.keys(blueprint.edges).some((to) => to.startsWith(`${node.node}.`));
  return isFed ? undefined : texts;
}

/** What a node does, each thing as a text by which a copy of it is known. */
function deedsOf({ type, effects }: EffectfulNode): string[] {
  return effects.flatMap(({ kind, details }) =>
    details.length === 0
      ? [`${type}\n${kind}`]
      : details.map(({ label, text, cutChars }) => `${type}\n${kind}\n${label}\n${cutChars}\n${text}`),
  );
}

function requestOf(nodes: readonly EffectfulNode[]): TrustRequest {
  const digest = hash('sha256', nodes.map((node) => node.digest).join('\n'), 'hex');
  return { nodes: nodes.map(({ digest: _digest, ...node }) => node), digest };
}

/**
 * Decides which nodes of a document have to be asked about before they run: those with effects that came from
 * elsewhere and were not allowed yet. What the user draws and edits here is the user's own.
 */
export class Trust {
  private readonly documents = new Map<string, DocumentTrust>();

  constructor(
    private readonly catalog: Catalog,
    private readonly store: TrustStore,
  ) {}

  /**
   * A document was opened; one that is known already stays as it is.
   * @param arrival what came from elsewhere with it.
   */
  begin(documentId: string, arrival: DocumentTrust['arrival']): void {
    if (!this.documents.has(documentId)) this.add(documentId, arrival);
  }

  forget(documentId: string): void {
    this.documents.delete(documentId);
    this.store.setPasted(documentId, []);
  }

  /** The whole document was replaced by another text: nothing of it is the user's own any more. */
  replaced(subject: TrustSubject): void {
    const document = this.get(subject);
    const { blueprint, baseFolder } = subject;
    document.arrival = { blueprint, baseFolder };
    document.foreign.clear();
    document.allowed.clear();
  }

  /** Nodes came in from text of elsewhere. Those that equal an allowed node of an open document are known already. */
  async pasted(
    subject: TrustSubject,
    nodes: readonly string[],
    open: readonly TrustSubject[],
  ): Promise<void> {
    const { foreign } = this.get(subject);
    const fresh = new Set(nodes);
    const pasted = Object.entries(byPath(subject.blueprint).nodes).filter(([id]) => isAmong(id, fresh));
    // At once: a run that is asked for meanwhile must not slip by.
    for (const id of [...fresh, ...pasted.map(([path]) => path)]) foreign.add(id);
    const known = new Set<string>();
    for (const other of open) {
      const asked = new Set((await this.asked(other)).map(({ node }) => node));
      for (const [id, { type, parameters }] of Object.entries(byPath(other.blueprint).nodes)) {
        const isNew = other.documentId === subject.documentId && isAmong(id, fresh);
        if (!isNew && !asked.has(id)) known.add(JSON.stringify([type, parameters]));
      }
    }
    for (const [id, { type, parameters }] of pasted) {
      if (known.has(JSON.stringify([type, parameters]))) foreign.delete(id);
    }
    this.store.setPasted(subject.documentId, [...foreign]);
  }

  /** What has to be allowed before `nodes` run; empty when they may. */
  async check(subject: TrustSubject, nodes: readonly string[]): Promise<TrustRequest> {
    return requestOf(await this.asked(subject, new Set(nodes)));
  }

  /** @throws AtomitonError `trust-changed` when `digest` is not what would run now. */
  async accept(subject: TrustSubject, nodes: readonly string[], digest: string): Promise<void> {
    const asked = await this.asked(subject, new Set(nodes));
    if (requestOf(asked).digest !== digest) {
      throw new AtomitonError({
        kind: 'validation',
        code: 'trust-changed',
        message: 'What the blueprint would do has changed since it was shown.',
        hint: 'Press Run again and look at it anew.',
      });
    }
    const document = this.get(subject);
    for (const node of asked) {
      document.allowed.add(node.node);
      document.foreign.delete(node.node);
      document.digests.add(node.digest);
    }
    this.store.setPasted(subject.documentId, [...document.foreign]);
    if (subject.path !== undefined) this.store.add(subject.path, asked);
    await this.store.settled();
  }

  /** @throws AtomitonError `not-trusted` naming the nodes. */
  async require(subject: TrustSubject, nodes: readonly string[]): Promise<void> {
    const asked = await this.asked(subject, new Set(nodes));
    if (asked.length === 0) return;
    const names = asked.slice(0, 5).map(({ node }) => `"${node}"`);
    const more = asked.length > names.length ? ` and ${asked.length - names.length} more` : '';
    throw new AtomitonError({
      kind: 'validation',
      code: 'not-trusted',
      message: `This blueprint came from elsewhere, and ${names.join(', ')}${more} would do more than compute.`,
      hint: 'Look at what they would do and allow it, or run to a node that does not need them.',
    });
  }

  /** Nodes that will be asked about, to be handed to `saved`. */
  async unsettled(subject: TrustSubject): Promise<ReadonlySet<string>> {
    if (subject.path !== undefined) {
      const { digests } = this.get(subject);
      for (const digest of this.store.digests(subject.path)) digests.add(digest);
    }
    return new Set((await this.asked(subject)).map(({ node }) => node));
  }

  /** The document was written to its file: what is the user's own in it is remembered with the file. */
  async saved(subject: TrustSubject, unsettled: ReadonlySet<string>): Promise<void> {
    if (subject.path === undefined) return;
    const effectful = await findEffects({
      ...subject,
      blueprint: byPath(subject.blueprint),
      catalog: this.catalog,
    });
    // Pasted while the file was being written: not asked about yet.
    const { foreign } = this.get(subject);
    this.store.add(
      subject.path,
      effectful.filter(({ node }) => !unsettled.has(node) && !foreign.has(node)),
    );
  }

  list(): TrustEntry[] {
    return this.store.list();
  }

  /** Takes the trust in a file back, also for the documents of it that are open. */
  async revoke(path: string, open: readonly TrustSubject[]): Promise<void> {
    this.store.revoke(path);
    for (const subject of open) {
      if (subject.path !== path) continue;
      this.replaced(subject);
      this.get(subject).digests.clear();
    }
    await this.store.settled();
  }

  private add(documentId: string, arrival: DocumentTrust['arrival']): DocumentTrust {
    const added: DocumentTrust = {
      arrival,
      foreign: new Set(this.store.pasted(documentId)),
      allowed: new Set(),
      digests: new Set(),
    };
    this.documents.set(documentId, added);
    return added;
  }

  /** A document that nobody announced is from elsewhere as a whole. */
  private get({ documentId, blueprint, baseFolder }: TrustSubject): DocumentTrust {
    return this.documents.get(documentId) ?? this.add(documentId, { blueprint, baseFolder });
  }

  private async asked(subject: TrustSubject, nodes?: ReadonlySet<string>): Promise<EffectfulNode[]> {
    const document = this.get(subject);
    const remembered = new Set(document.digests);
    if (subject.path !== undefined) {
      for (const digest of this.store.digests(subject.path)) remembered.add(digest);
    }
    const { catalog } = this;
    const { baseFolder } = subject;
    const blueprint = byPath(subject.blueprint);
    const effectful = await findEffects({ blueprint, baseFolder, catalog, nodes });
    const open = effectful.filter(
      ({ node, digest }) => !remembered.has(digest) && !document.allowed.has(node),
    );
    if (open.length === 0) return [];
    const arrival =
      document.arrival === undefined
        ? undefined
        : { ...document.arrival, blueprint: byPath(document.arrival.blueprint) };
    const arrived = arrival === undefined ? [] : await findEffects({ ...arrival, catalog, inactive: true });
    const came = new Map(arrived.map((node) => [node.node, node]));
    // A copy has another id, and a node that was put into a subgraph another path: they are known by what they do.
    const doing = new Map<string, EffectfulNode>();
    for (const node of arrived) {
      if (!remembered.has(node.digest)) for (const deed of deedsOf(node)) doing.set(deed, node);
    }
    return open.filter((node) => {
      if (document.foreign.has(node.node)) return true;
      const same = deedsOf(node).find((deed) => doing.has(deed));
      const before = came.get(node.node) ?? doing.get(same ?? '');
      if (arrival === undefined || before === undefined || remembered.has(before.digest)) return false;
      const reads = readsOnly(node, blueprint);
      const readBefore = readsOnly(before, arrival.blueprint);
      if (reads === undefined || readBefore === undefined) return true;
      return [...reads].some((text) => readBefore.has(text));
    });
  }
}
