import { PackageX } from 'lucide-react';
import { useMemo } from 'react';
import { openDialog } from '../dialogs/open-dialog';
import { useApp, useDocument, useEditor, useSession } from '../editor/EditorContext';
import { foreignMessages } from '../messages-foreign';
import { missingTypes } from './missing-types';

/** Says that nodes of the blueprint are not installed, and opens the list of them. */
export function MissingNodes() {
  const { ui } = useEditor();
  const session = useSession();
  const catalog = useApp((state) => state.catalog);
  const diagnostics = useDocument((state) => state.diagnostics);
  const missing = useMemo(() => {
    const nodes = diagnostics.flatMap(({ code, node }) =>
      code === 'unknown-type' && node !== undefined ? [node] : [],
    );
    return missingTypes(session.document.getState().blueprint, catalog, nodes);
  }, [diagnostics, catalog, session]);
  if (missing.length === 0) return null;
  const count = missing.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return (
    <button
      type="button"
      className="missing-nodes"
      onClick={() => void openDialog(ui, { kind: 'missing-nodes', missing })}
    >
      <PackageX aria-hidden size={13} />
      {foreignMessages.chip(missing.length, count)}
    </button>
  );
}
