import { type BlueprintNode, type NodeDefinition, nodeModeSchema } from '@atomiton/contracts';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { useSession } from '../editor/EditorContext';
import { useDraft } from '../fields/useDraft';
import { messages } from '../messages';

interface NodeSettingsProps {
  id: string;
  node: BlueprintNode;
  definition: NodeDefinition | undefined;
}

/** Name, mode and timeout of a node, and what it is called in the file. */
export function NodeSettings({ id, node, definition }: NodeSettingsProps) {
  const session = useSession();
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const name = useDraft(node.name ?? '', (text) => {
    const next = text.trim();
    if (next === (node.name ?? '')) return;
    session.edit(messages.edits.rename, [{ op: 'rename-node', id, ...(next === '' ? {} : { name: next }) }]);
  });
  const seconds = node.timeoutMs === undefined ? '' : String(node.timeoutMs / 1000);
  const timeout = useDraft(seconds, (text) => {
    const value = Number(text.trim().replace(',', '.'));
    if (text.trim() !== '' && !(value > 0 && Number.isFinite(value))) {
      setProblem(messages.inspector.timeoutProblem(text));
      return;
    }
    setProblem(undefined);
    if (text.trim() === seconds) return;
    const timeoutMs = text.trim() === '' ? {} : { timeoutMs: value * 1000 };
    session.edit(messages.edits.timeout, [{ op: 'set-timeout', id, ...timeoutMs }]);
  });
  const byDefault = definition?.timeoutMs;
  return (
    <div className="form">
      <div className="field">
        <label htmlFor={`name-${id}`}>{messages.inspector.name}</label>
        <div className="input input-ui">
          <input
            id={`name-${id}`}
            type="text"
            value={name.text}
            placeholder={messages.inspector.nameHint(definition?.name ?? node.type)}
            onChange={(event) => name.change(event.target.value)}
            onBlur={name.commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') name.commit();
              if (event.key === 'Escape') name.revert();
            }}
          />
        </div>
      </div>
      <div className="field">
        <label htmlFor={`timeout-${id}`}>{messages.inspector.timeout}</label>
        <div className="input" data-invalid={problem !== undefined}>
          <input
            id={`timeout-${id}`}
            type="text"
            inputMode="decimal"
            value={timeout.text}
            placeholder={
              byDefault === undefined ? messages.inspector.timeoutDefault : String(byDefault / 1000)
            }
            aria-invalid={problem !== undefined}
            onChange={(event) => timeout.change(event.target.value)}
            onBlur={timeout.commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') timeout.commit();
              if (event.key === 'Escape') timeout.revert();
            }}
          />
          <span className="input-unit">s</span>
        </div>
        {problem === undefined ? null : <p className="field-error">{problem}</p>}
      </div>
      <div className="field">
        <label htmlFor={`mode-${id}`}>{messages.inspector.mode}</label>
        <div className="input input-select input-ui">
          <select
            id={`mode-${id}`}
            value={node.mode}
            onChange={(event) => {
              const mode = nodeModeSchema.parse(event.target.value);
              session.edit(messages.edits.mode, [{ op: 'set-mode', id, mode }]);
            }}
          >
            {nodeModeSchema.options.map((mode) => (
              <option key={mode} value={mode}>
                {messages.inspector.modes[mode]}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden size={14} />
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>{messages.inspector.nodeId}</dt>
          <dd>{id}</dd>
        </div>
        <div>
          <dt>{messages.inspector.type}</dt>
          <dd>
            {node.type} {node.typeVersion}
          </dd>
        </div>
      </dl>
    </div>
  );
}
