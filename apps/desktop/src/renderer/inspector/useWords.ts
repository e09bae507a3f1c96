import type { ParameterSpec } from '@atomiton/contracts';
import { useCallback } from 'react';
import { useEditor, useSession } from '../editor/EditorContext';
import type { Words } from '../fields/words';
import { columnsAt } from './field-columns';

/** The columns and names that a field of the node may name, read when they are asked for and not before. */
export function useWords(node: string | undefined, spec: ParameterSpec): () => Promise<Words> {
  const editor = useEditor();
  const session = useSession();
  return useCallback(async () => {
    if (node === undefined) return { columns: undefined, names: [] };
    const { blueprint } = session.document.getState();
    const { catalog } = editor.app.getState();
    const { nodes } = session.run.store.getState();
    const definition = catalog.get(blueprint.nodes[node]?.type ?? '');
    const names = [...(definition?.inputs ?? []), ...(definition?.parameters ?? [])]
      .filter(({ name }) => name !== spec.name)
      .map(({ name, type }) => ({ name, type }));
    if (spec.columnsOf === undefined) return { columns: undefined, names };
    const columns = await columnsAt(
      {
        blueprint,
        catalog,
        outputs: (id) => nodes.get(id)?.outputs ?? nodes.get(id)?.previous?.outputs,
        readHeader: async (path, options) =>
          (await editor.client.call('files.columns', { documentId: session.documentId, path, ...options }))
            .columns,
      },
      node,
      spec.columnsOf,
    ).catch(() => undefined);
    return { columns, names };
  }, [editor, session, node, spec]);
}
