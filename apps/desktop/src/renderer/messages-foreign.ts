/** Texts about nodes whose type no installed pack provides. */
export const foreignMessages = {
  chip: (types: number, nodes: number) =>
    `${types === 1 ? '1 node type is' : `${types} node types are`} not installed, ${nodes === 1 ? '1 node' : `${nodes} nodes`}`,
  title: 'Missing nodes',
  intro:
    'No installed pack provides these types. All data of their nodes is kept in the file: they can be moved, renamed, connected at the ports they have, copied and deleted. They do not run, nor does what needs them; everything else does.',
  nodes: (count: number) => (count === 1 ? '1 node' : `${count} nodes`),
  goTo: (name: string) => `Go to ${name}`,
  more: (count: number) => `and ${count} more`,
  otherKeys: 'Also in the file',
} as const;
