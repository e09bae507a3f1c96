import type { BlueprintNode, NodeDefinition } from '@atomiton/contracts';
import { messages } from '../messages';
import { ParameterField } from './ParameterField';
import { UnknownParameters } from './UnknownParameters';

interface ParameterFormProps {
  id: string;
  node: BlueprintNode;
  definition: NodeDefinition | undefined;
}

/** A form made from the specifications. Parameters that no specification names are shown and kept. */
export function ParameterForm({ id, node, definition }: ParameterFormProps) {
  const specs = definition?.parameters ?? [];
  const known = new Set(specs.map((spec) => spec.name));
  const unknown = Object.entries(node.parameters).filter(([name]) => !known.has(name));
  return (
    <div className="form">
      {specs.length === 0 && unknown.length === 0 ? (
        <p className="form-empty">{messages.inspector.noParameters}</p>
      ) : null}
      {specs.map((spec) => (
        <ParameterField key={spec.name} id={id} spec={spec} value={node.parameters[spec.name]} />
      ))}
      {unknown.length > 0 ? <UnknownParameters entries={unknown} /> : null}
    </div>
  );
}
