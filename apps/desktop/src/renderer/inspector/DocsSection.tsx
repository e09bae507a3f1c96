import type { InputPort, NodeDefinition, OutputPort, ParameterSpec, PortType } from '@atomiton/contracts';
import type { ReactNode } from 'react';
import { messages } from '../messages';
import { trustMessages } from '../messages-trust';
import { LANGUAGES } from '../node/languages';
import { portColor } from '../node/port-color';
import { formatParameter } from '../results/format';

const text = messages.inspector.docsPart;

/** What a parameter takes, in words: limits with their unit, choices, default. */
export function parameterRules(spec: ParameterSpec): string[] {
  const { min, max, unit, choices, required, connectable } = spec;
  const quantity = spec.type === 'number' || spec.type === 'integer';
  const withUnit = (value: number): string =>
    quantity && unit !== undefined ? `${String(value)} ${unit}` : String(value);
  const rules: string[] = [];
  if (required) rules.push(text.required);
  if (quantity && min !== undefined && max !== undefined)
    rules.push(text.between(String(min), withUnit(max)));
  else if (quantity && min !== undefined) rules.push(text.atLeast(withUnit(min)));
  else if (quantity && max !== undefined) rules.push(text.atMost(withUnit(max)));
  if (choices !== undefined) rules.push(text.choices(choices.map((choice) => choice.label)));
  const shown = choices?.find(
    (choice) => JSON.stringify(choice.value) === JSON.stringify(spec.default),
  )?.label;
  const fallback = shown ?? formatParameter(spec.default, false);
  if (!required && fallback !== '–') rules.push(text.default(fallback));
  if (!connectable) rules.push(text.notConnectable);
  return rules;
}

function Entry(props: {
  name: string;
  type: PortType;
  rules: readonly string[];
  description: string | undefined;
}) {
  return (
    <div className="doc-entry">
      <dt>
        <span className="port-dot" style={{ background: portColor(props.type) }} aria-hidden />
        {props.name}
        <code>{props.type}</code>
      </dt>
      <dd>
        {props.rules.length === 0 ? null : <span className="doc-rules">{props.rules.join(' · ')}</span>}
        {props.description === undefined ? null : <span>{props.description}</span>}
      </dd>
    </div>
  );
}

function Part({ title, children }: { title: string; children: readonly ReactNode[] }) {
  return (
    <section>
      <h2 className="section-heading">{title}</h2>
      {children.length === 0 ? <p className="form-empty">{text.none}</p> : <dl>{children}</dl>}
    </section>
  );
}

function inputRules(port: InputPort): string[] {
  return [port.required ? text.required : text.optional, ...(port.list ? [text.list] : [])];
}

interface DocsSectionProps {
  id: string;
  type: string;
  typeVersion: number | undefined;
  definition: NodeDefinition | undefined;
}

/** What a node takes, gives and does, from its definition alone. */
export function DocsSection({ id, type, typeVersion, definition }: DocsSectionProps) {
  const facts: [string, string][] = [
    [messages.inspector.nodeId, id],
    [messages.inspector.type, type],
    [text.version, String(typeVersion ?? '')],
  ];
  if (definition === undefined) return <Facts facts={facts} />;
  const { timeoutMs, purity, effects, runtime, category } = definition;
  facts.unshift(
    [text.language, LANGUAGES[runtime.language].name],
    [
      text.purity,
      [text.purities[purity], ...effects.map(({ kind }) => trustMessages.effects[kind])].join(' · '),
    ],
    [text.timeLimit, timeoutMs === undefined ? text.noTimeLimit : text.seconds(timeoutMs / 1000)],
    [text.category, category],
  );
  return (
    <div className="docs">
      <Part title={text.inputs}>
        {definition.inputs.map((port) => (
          <Entry
            key={port.name}
            name={port.label ?? port.name}
            type={port.type}
            rules={inputRules(port)}
            description={port.description}
          />
        ))}
      </Part>
      <Part title={text.outputs}>
        {definition.outputs.map((port: OutputPort) => (
          <Entry
            key={port.name}
            name={port.label ?? port.name}
            type={port.type}
            rules={[]}
            description={port.description}
          />
        ))}
      </Part>
      <Part title={text.parameters}>
        {definition.parameters.map((spec) => (
          <Entry
            key={spec.name}
            name={spec.label}
            type={spec.type}
            rules={parameterRules(spec)}
            description={spec.description}
          />
        ))}
      </Part>
      <section>
        <h2 className="section-heading">{text.facts}</h2>
        <Facts facts={facts} />
      </section>
    </div>
  );
}

function Facts({ facts }: { facts: readonly [string, string][] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
