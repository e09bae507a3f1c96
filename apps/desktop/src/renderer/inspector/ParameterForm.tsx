import type { ParameterSpec } from '@atomiton/contracts';
import { RotateCcw } from 'lucide-react';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useDocument, useEditor, useSession } from '../editor/EditorContext';
import { resetParameters } from '../editor/node-edits';
import { messages } from '../messages';
import { countFormRender } from '../stores/counters';
import { ParameterField } from './ParameterField';
import { UnknownParameters } from './UnknownParameters';

interface ParameterFormProps {
  ids: readonly string[];
  specs: readonly ParameterSpec[];
  /** Said where there is nothing to set. */
  none: string;
}

/**
 * A form made from specifications, for one node or several. Parameters that no specification names are shown and kept.
 * Nothing of a run is read here: what runs draws no field again.
 */
export const ParameterForm = memo(function ParameterForm({ ids, specs, none }: ParameterFormProps) {
  const session = useSession();
  const { counters } = useEditor();
  countFormRender(counters);
  const unknown = useDocument(
    useShallow((state) => {
      const known = new Set(specs.map((spec) => spec.name));
      const [only] = ids.length === 1 ? ids : [];
      const parameters = only === undefined ? undefined : state.blueprint.nodes[only]?.parameters;
      return Object.keys(parameters ?? {}).filter((name) => !known.has(name));
    }),
  );
  const changed = useDocument((state) =>
    specs.some((spec) => ids.some((id) => state.blueprint.nodes[id]?.parameters[spec.name] !== undefined)),
  );
  return (
    <div className="form">
      {specs.length === 0 && unknown.length === 0 ? <p className="form-empty">{none}</p> : null}
      {specs.map((spec) => (
        <ParameterField key={spec.name} ids={ids} spec={spec} />
      ))}
      {changed && specs.length > 1 ? (
        <button
          type="button"
          className="button button-quiet form-reset"
          onClick={() =>
            resetParameters(
              session,
              ids,
              specs.map((spec) => spec.name),
            )
          }
        >
          <RotateCcw aria-hidden size={12} />
          {messages.inspector.resetAll}
        </button>
      ) : null}
      {unknown.length > 0 && ids[0] !== undefined ? <UnknownParameters id={ids[0]} names={unknown} /> : null}
    </div>
  );
});
