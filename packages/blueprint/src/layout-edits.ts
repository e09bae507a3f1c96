import {
  type Blueprint,
  type Group,
  type LayoutItems,
  type LayoutPart,
  type Operation,
  parseTargetRef,
} from '@atomiton/contracts';
import { compareText, sortedKeys } from './compare.js';

/** Writes an item of the layout, or removes it when the value is undefined. */
export function setLayoutItem<P extends LayoutPart>(
  part: P,
  id: string,
  value: LayoutItems[P] | undefined,
): Operation {
  const operation = { op: 'set-layout-item', part, id, ...(value === undefined ? {} : { value }) };
  return operation as Operation;
}

/** A free id for a new group or note. */
export function freshLayoutId(blueprint: Blueprint, part: 'groups' | 'notes'): string {
  const record = blueprint.layout[part];
  const base = part === 'groups' ? 'group' : 'note';
  let number = Object.keys(record).length + 1;
  while (Object.hasOwn(record, `${base}_${number}`)) number++;
  return `${base}_${number}`;
}

/** The group that a node belongs to; the first by id where a file names it in several. */
export function groupsByMember(blueprint: Blueprint): Map<string, string> {
  const groupOf = new Map<string, string>();
  for (const id of sortedKeys(blueprint.layout.groups)) {
    for (const member of blueprint.layout.groups[id]?.members ?? []) {
      if (!groupOf.has(member)) groupOf.set(member, id);
    }
  }
  return groupOf;
}

/** Puts nodes into a group, or with undefined into none; they leave the groups they are in now. */
export function moveToGroup(
  blueprint: Blueprint,
  places: ReadonlyMap<string, string | undefined>,
): Operation[] {
  const { groups } = blueprint.layout;
  const joining = new Map<string, string[]>();
  for (const [node, group] of places) {
    if (group === undefined || !Object.hasOwn(groups, group)) continue;
    const present = joining.get(group);
    if (present === undefined) joining.set(group, [node]);
    else present.push(node);
  }
  const operations: Operation[] = [];
  for (const id of sortedKeys(groups)) {
    const group = groups[id] as Group;
    const stays = group.members.filter((member) => !places.has(member) || places.get(member) === id);
    const members = [...new Set([...stays, ...(joining.get(id) ?? [])])].sort(compareText);
    if (members.join(' ') === group.members.join(' ')) continue;
    operations.push(setLayoutItem('groups', id, { ...group, members }));
  }
  return operations;
}

/** Takes away what the layout says about nodes that are going: looks and memberships. */
export function forgetNodes(blueprint: Blueprint, doomed: ReadonlySet<string>): Operation[] {
  const { looks = {} } = blueprint.layout;
  const operations = moveToGroup(blueprint, new Map([...doomed].map((id) => [id, undefined])));
  for (const id of sortedKeys(looks)) {
    if (doomed.has(id)) operations.push(setLayoutItem('looks', id, undefined));
  }
  return operations;
}

/** Cuts an edge, its bends included. */
export function disconnectEdge(blueprint: Blueprint, to: string): Operation[] {
  const { bends = {} } = blueprint.layout;
  const cut: Operation = { op: 'disconnect', to };
  return Object.hasOwn(bends, to) ? [setLayoutItem('bends', to, undefined), cut] : [cut];
}

/** Ids of nodes that the layout names, also where the node is missing. */
export function namedByLayout({ layout }: Blueprint): Set<string> {
  const named = new Set([...Object.keys(layout.positions), ...Object.keys(layout.looks ?? {})]);
  for (const group of Object.values(layout.groups)) for (const member of group.members) named.add(member);
  for (const to of Object.keys(layout.bends ?? {})) named.add(parseTargetRef(to).node);
  return named;
}
