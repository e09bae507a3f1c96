import type { BlueprintDifference, EdgeDifference, NodeDifference, ValueChange } from '@atomiton/blueprint';
import type { Catalog, JsonValue, Position } from '@atomiton/contracts';
import { messages } from '../messages';

const LONGEST_VALUE = 160;

/** A value in one line, cut where it is long; undefined is the side that has none. */
export function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return messages.document.compare.absent;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function placeText(place: Position | undefined): string {
  return place === undefined ? messages.document.compare.absent : `${place.x}, ${place.y}`;
}

/** One line of a difference: what, and both values where it has two sides. */
export interface DifferenceRow {
  label: string;
  before?: string;
  after?: string;
}

/** One item of the list; `node` is where the drawing can go to. */
export interface DifferenceItem {
  key: string;
  title: string;
  detail: string;
  kind: NodeDifference['kind'];
  node: string | undefined;
  rows: DifferenceRow[];
}

function changeRow(change: ValueChange, label: string): DifferenceRow {
  return { label, before: valueText(change.before), after: valueText(change.after) };
}

function nodeItem(difference: NodeDifference, catalog: Catalog): DifferenceItem {
  const { id, kind, before, after, changes, move } = difference;
  const node = after ?? before;
  const definition = catalog.get(node?.type ?? '');
  const labelOf = (path: string): string => {
    const name = path.startsWith('parameters.') ? path.slice('parameters.'.length) : undefined;
    if (name === undefined) return path;
    return definition?.parameters.find((spec) => spec.name === name)?.label ?? name;
  };
  const rows = changes.map((change) => changeRow(change, labelOf(change.path)));
  if (move !== undefined) {
    rows.push({
      label: messages.document.compare.place,
      before: placeText(move.before),
      after: placeText(move.after),
    });
  }
  return {
    key: `node ${id}`,
    title: node?.name ?? definition?.name ?? node?.type ?? id,
    detail: id,
    kind,
    node: id,
    rows,
  };
}

function edgeItem({ to, kind, before, after }: EdgeDifference): DifferenceItem {
  const rows: DifferenceRow[] = [];
  if (kind === 'changed') {
    const { fromTo } = messages.document.compare;
    rows.push({ label: fromTo, before: before?.from ?? '', after: after?.from ?? '' });
    for (const key of new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])) {
      if (key === 'from') continue;
      const old = before?.[key] as JsonValue | undefined;
      const now = after?.[key] as JsonValue | undefined;
      if (JSON.stringify(old) !== JSON.stringify(now))
        rows.push(changeRow({ path: key, before: old, after: now }, key));
    }
  }
  return {
    key: `edge ${to}`,
    title: `${(after ?? before)?.from ?? ''} → ${to}`,
    detail: '',
    kind,
    node: to.split('.')[0],
    rows,
  };
}

function otherItem(change: ValueChange): DifferenceItem {
  const kind = change.before === undefined ? 'added' : change.after === undefined ? 'removed' : 'changed';
  return {
    key: `other ${change.path}`,
    title: change.path,
    detail: '',
    kind,
    node: undefined,
    rows: [changeRow(change, '')],
  };
}

/** The differences as the list shows them, by section. */
export function differenceItems(
  difference: BlueprintDifference,
  catalog: Catalog,
): { label: string; items: DifferenceItem[] }[] {
  const { nodes, edges, others } = messages.document.compare;
  return [
    { label: nodes, items: difference.nodes.map((node) => nodeItem(node, catalog)) },
    { label: edges, items: difference.edges.map(edgeItem) },
    { label: others, items: difference.others.map(otherItem) },
  ].filter(({ items }) => items.length > 0);
}
