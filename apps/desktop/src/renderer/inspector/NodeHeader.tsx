import { type NodeDefinition, type NodeMode, parameterProblem } from '@atomiton/contracts';
import { shownText } from '../document/shown-text';
import { useApp, useDocument } from '../editor/EditorContext';
import { messages } from '../messages';
import { languageOf } from '../node/languages';
import { nodeIcon } from '../node/node-icons';
import { ColorMenu } from './ColorMenu';
import { NodeName } from './NodeName';
import { NodeRunChips } from './NodeRunChips';
import { traitsOf } from './traits';
import { WritableFields } from './WritableFields';

interface NodeHeaderProps {
  ids: readonly [string];
  type: string;
  mode: NodeMode;
  definition: NodeDefinition | undefined;
  /** The fields are in view and say themselves what is wrong with them. */
  fieldsShown: boolean;
}

/** Name, type, language and traits of one node, and what keeps it from running. */
export function NodeHeader({ ids, type, mode, definition, fieldsShown }: NodeHeaderProps) {
  const [id] = ids;
  const problem = useDocument((state) => {
    const first = state.problems.get(id);
    const parameters = state.blueprint.nodes[id]?.parameters ?? {};
    const said = definition?.parameters.some(
      (spec) => parameterProblem(spec, parameters[spec.name]) === first,
    );
    return fieldsShown && said === true ? undefined : first;
  });
  const named = useDocument((state) => state.blueprint.nodes[id]?.name !== undefined);
  const runtime = useApp((state) =>
    state.runtimes.find((status) => status.language === definition?.runtime.language),
  );
  const Icon = nodeIcon(definition);
  const typeName = shownText(definition?.name ?? type);
  return (
    <>
      <header className="inspector-header">
        <h1 className="visually-hidden">{typeName}</h1>
        <WritableFields>
          <div className="inspector-title">
            <Icon aria-hidden size={17} strokeWidth={1.8} />
            <NodeName ids={ids} typeName={typeName} />
            <ColorMenu ids={ids} />
          </div>
        </WritableFields>
        <p>{shownText(definition?.description ?? messages.node.missingType)}</p>
        <div className="chips">
          <NodeRunChips id={id} mode={mode} />
          {named ? <span className="chip">{typeName}</span> : null}
          {definition === undefined ? null : <span className="chip">{languageOf(definition).name}</span>}
          {(definition === undefined ? [] : traitsOf(definition)).map((trait) => (
            <span className="chip" key={trait}>
              {trait}
            </span>
          ))}
        </div>
      </header>
      {problem === undefined ? null : <p className="inspector-problem">{shownText(problem)}</p>}
      {runtime === undefined || runtime.state === 'ready' || runtime.message === undefined ? null : (
        <p className="inspector-problem">{runtime.message}</p>
      )}
    </>
  );
}
