import {
  freshPortName,
  type InterfaceSide,
  interfaceOf,
  removePort,
  renamePort,
  subgraphAt,
} from '@atomiton/blueprint';
import {
  BASE_PORT_TYPES,
  isPortType,
  type LayoutColor,
  type Operation,
  type ParameterSpec,
  type PortType,
  type SubgraphInterface,
} from '@atomiton/contracts';
import { ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { subgraphOf } from '../document/levels';
import { shownText } from '../document/shown-text';
import { useApp, useDocument, useSession } from '../editor/EditorContext';
import { messages } from '../messages';
import { ColorPicker } from './ColorPicker';
import { SubgraphDefaults } from './SubgraphDefaults';
import { WritableFields } from './WritableFields';

const text = messages.subgraphs;
const NO_SPECS: readonly ParameterSpec[] = [];
const TYPES: readonly PortType[] = [
  ...BASE_PORT_TYPES,
  ...BASE_PORT_TYPES.map((type) => `list<${type}>` as const),
];
const PORT_NAME = /^[a-z][A-Za-z0-9_]{0,63}$/;

/** A text that is taken over when it is left or confirmed. */
function NameField(props: {
  label: string;
  value: string;
  check?: (value: string) => string | undefined;
  onTake: (value: string) => void;
  id?: string;
}) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const problem = draft === undefined || draft === props.value ? undefined : props.check?.(draft);
  const take = (): void => {
    const next = draft;
    setDraft(undefined);
    if (next === undefined || next === props.value || props.check?.(next) !== undefined) return;
    props.onTake(next);
  };
  return (
    <>
      <span className="input input-ui" data-invalid={problem !== undefined}>
        <input
          id={props.id}
          aria-label={props.label}
          aria-invalid={problem !== undefined}
          value={draft ?? props.value}
          maxLength={200}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setDraft(undefined);
            }
          }}
        />
      </span>
      {problem === undefined ? null : (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** The interface of the subgraph on the canvas: its name, its inputs and outputs. */
export function InterfaceEditor() {
  const session = useSession();
  const subgraphId = useDocument((state) => subgraphOf(state.level));
  const subgraph = useDocument((state) =>
    subgraphId === undefined ? undefined : subgraphAt(state.root, subgraphId),
  );
  const definition = useApp((state) => state.catalog.get(`subgraph/${subgraphId ?? ''}`));
  if (subgraphId === undefined || subgraph === undefined) return null;
  const shown = interfaceOf(subgraph);
  const describe = (label: string, change: Partial<SubgraphInterface>): void => {
    session.editDocument(label, [
      { op: 'set-interface', id: subgraphId, interface: { ...shown, ...change } },
    ]);
  };
  const recolor = (color: LayoutColor | undefined): void => {
    const { color: _before, ...rest } = shown;
    session.editDocument(text.edits.color, [
      { op: 'set-interface', id: subgraphId, interface: color === undefined ? rest : { ...rest, color } },
    ]);
  };
  const { root } = session.document.getState();
  const edit = (label: string, operations: readonly Operation[]): boolean =>
    session.editDocument(label, operations);
  const parameters = new Set((definition?.parameters ?? []).map(({ name }) => name));
  return (
    <div className="interface-editor" data-testid="interface">
      <header className="inspector-header">
        <h1>{shownText(subgraph.name)}</h1>
        <p>{text.inspector.editHint}</p>
      </header>
      <div className="inspector-body">
        <WritableFields>
          <div className="field">
            <label htmlFor="subgraph-name">{text.inspector.name}</label>
            <NameField
              id="subgraph-name"
              label={text.inspector.name}
              value={subgraph.name}
              onTake={(name) => describe(text.edits.rename, { name })}
            />
          </div>
          <div className="field">
            <label htmlFor="subgraph-description">{text.inspector.description}</label>
            <NameField
              id="subgraph-description"
              label={text.inspector.description}
              value={subgraph.description ?? ''}
              onTake={(description) => describe(text.edits.describe, { description })}
            />
          </div>
          <div className="field color-field">
            <span className="field-label">{messages.inspector.color}</span>
            <ColorPicker
              worded
              color={{ value: subgraph.color, mixed: false }}
              onPick={(color) => recolor(color)}
            />
          </div>
          <SubgraphDefaults
            subgraphId={subgraphId}
            specs={definition?.parameters ?? NO_SPECS}
            inputs={shown.inputs}
            onDefault={(name, value) => {
              const input = shown.inputs[name];
              if (input === undefined) return;
              const { default: _before, ...rest } = input;
              const next = value === undefined ? rest : { ...rest, default: value };
              describe(text.edits.default, { inputs: { ...shown.inputs, [name]: next } });
            }}
          />
          {(['inputs', 'outputs'] as const).map((side) => (
            <PortList
              key={side}
              side={side}
              shown={shown}
              parameters={parameters}
              onAdd={() => {
                const name = freshPortName(shown, side, side === 'inputs' ? 'input1' : 'output1');
                describe(text.edits.addPort, {
                  [side]: {
                    ...shown[side],
                    [name]: side === 'inputs' ? { type: 'any', required: false } : { type: 'any' },
                  },
                });
              }}
              onRemove={(name) => edit(text.edits.removePort, removePort(root, subgraphId, side, name))}
              onRename={(from, to) =>
                edit(text.edits.renamePort, renamePort(root, subgraphId, side, from, to))
              }
              onChange={(name, change) =>
                describe(text.edits.typePort, {
                  [side]: { ...shown[side], [name]: { ...shown[side][name], ...change } },
                })
              }
              onUp={(name) => {
                const names = Object.keys(shown[side]);
                const at = names.indexOf(name);
                if (at <= 0) return;
                names.splice(at - 1, 2, name, names[at - 1] as string);
                describe(text.edits.movePort, {
                  [side]: Object.fromEntries(names.map((key) => [key, shown[side][key]])),
                });
              }}
            />
          ))}
        </WritableFields>
      </div>
    </div>
  );
}

function PortList(props: {
  side: InterfaceSide;
  shown: SubgraphInterface;
  parameters: ReadonlySet<string>;
  onAdd: () => void;
  onRemove: (name: string) => void;
  onRename: (from: string, to: string) => void;
  onChange: (name: string, change: { type?: PortType; required?: boolean }) => void;
  onUp: (name: string) => void;
}) {
  const { side, shown } = props;
  const ports = Object.entries(shown[side]);
  const heading = side === 'inputs' ? text.inspector.inputs : text.inspector.outputs;
  const check =
    (own: string) =>
    (value: string): string | undefined => {
      if (!PORT_NAME.test(value)) return text.inspector.badName;
      return value !== own && Object.hasOwn(shown[side], value) ? text.inspector.takenName(value) : undefined;
    };
  return (
    <section className="interface-side" aria-label={heading}>
      <h2 className="section-title">{heading}</h2>
      {ports.length === 0 ? <p className="field-help">{text.inspector.none}</p> : null}
      <ul className="interface-ports">
        {ports.map(([name, port], index) => (
          <li key={name} data-port={name}>
            <div className="interface-port">
              <NameField
                label={text.inspector.portName(name)}
                value={name}
                check={check(name)}
                onTake={(to) => props.onRename(name, to)}
              />
              <span className="input input-ui">
                <select
                  aria-label={text.inspector.portType(name)}
                  value={port.type}
                  onChange={(event) => {
                    if (isPortType(event.target.value)) props.onChange(name, { type: event.target.value });
                  }}
                >
                  {(TYPES.includes(port.type) ? TYPES : [port.type, ...TYPES]).map((type) => (
                    <option key={type}>{type}</option>
                  ))}
                </select>
              </span>
              <button
                type="button"
                className="icon-button"
                disabled={index === 0}
                aria-label={text.inspector.up(name)}
                onClick={() => props.onUp(name)}
              >
                <ArrowUp aria-hidden size={13} />
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={text.inspector.remove(name)}
                onClick={() => props.onRemove(name)}
              >
                <X aria-hidden size={13} />
              </button>
            </div>
            {side === 'outputs' ? null : props.parameters.has(name) ? (
              <p className="field-help">{text.inspector.parameter}</p>
            ) : (
              <label className="interface-required">
                <input
                  type="checkbox"
                  checked={'required' in port ? port.required !== false : true}
                  aria-label={text.inspector.required(name)}
                  onChange={(event) => props.onChange(name, { required: event.target.checked })}
                />
                {text.inspector.requiredShort}
              </label>
            )}
          </li>
        ))}
      </ul>
      <button type="button" className="button" onClick={props.onAdd}>
        <Plus aria-hidden size={13} />
        {side === 'inputs' ? text.inspector.addInput : text.inspector.addOutput}
      </button>
    </section>
  );
}
