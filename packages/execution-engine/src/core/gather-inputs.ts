import type { CallRequest, ErrorData, JsonValue, Value } from '@atomiton/contracts';
import { parameterProblem } from '@atomiton/contracts';
import type { InputBinding, InputSource } from './input-binding.js';
import { listOf } from './json-value.js';
import type { PlanNode } from './plan.js';
import { describeValue, valueFits } from './port-fit.js';

/** Why a node cannot be called: an error of its own, or a producer that gave it nothing. */
export class InputFault {
  constructor(
    readonly error: ErrorData | undefined,
    readonly producer: number,
  ) {}
}

type Values = readonly (Value | undefined)[];

/** Identity of every value that enters a node, in the order of its sources; '' where nothing came. */
export function inputIdentities({ sources }: PlanNode, values: Values): string[] {
  const identities: string[] = [];
  for (let place = 0; place < sources.length; place++) {
    identities.push(values[(sources[place] as InputSource).slot]?.identity ?? '');
  }
  return identities;
}

/** Whether the inputs are those that `identities` (of `inputIdentities`) names; allocates nothing. */
export function sameInputs({ sources }: PlanNode, values: Values, identities: readonly string[]): boolean {
  for (let place = 0; place < sources.length; place++) {
    const value = values[(sources[place] as InputSource).slot];
    if (identities[place] !== (value === undefined ? '' : value.identity)) return false;
  }
  return true;
}

function misfit(node: PlanNode, port: string, expected: string, value: Value): InputFault {
  const error: ErrorData = {
    kind: 'validation',
    code: 'wrong-input-type',
    message: `Input "${port}" received ${describeValue(value)}, expected ${expected}.`,
    node: node.id,
    port,
    hint: 'Connect an output of that type, or convert the value before this node.',
  };
  return new InputFault(error, -1);
}

function absent(node: PlanNode, port: string): InputFault {
  const error: ErrorData = {
    kind: 'validation',
    code: 'missing-input',
    message: `Input "${port}" is required and nothing is connected to it.`,
    node: node.id,
    port,
    hint: 'Connect an output to it.',
  };
  return new InputFault(error, -1);
}

function fedParameters(
  node: PlanNode,
  written: Readonly<Record<string, JsonValue>>,
  values: Values,
): Record<string, JsonValue> | InputFault {
  const complete = { ...written };
  for (const { spec, source } of node.fedParameters) {
    const value = values[source.slot];
    if (value === undefined) continue;
    if (value.kind === 'file' && spec.type === 'file') complete[spec.name] = value.path;
    else if (value.kind !== 'json') return misfit(node, spec.name, `plain data (${spec.type})`, value);
    else {
      const problem = parameterProblem(spec, value.json);
      if (problem !== undefined) {
        const error: ErrorData = {
          kind: 'validation',
          code: 'invalid-parameter',
          message: problem,
          node: node.id,
          port: spec.name,
          hint: 'Change what feeds this parameter.',
        };
        return new InputFault(error, -1);
      }
      complete[spec.name] = value.json;
    }
  }
  return complete;
}

/** The required input for which nothing came, found without building anything; undefined when all are there. */
export function missingInput({ inputs }: PlanNode, values: Values): InputBinding | undefined {
  for (let place = 0; place < inputs.length; place++) {
    const binding = inputs[place] as InputBinding;
    if (!binding.required) continue;
    if (binding.slot !== -1 ? values[binding.slot] === undefined : !anyGiven(binding, values)) return binding;
  }
  return undefined;
}

function anyGiven({ sources }: InputBinding, values: Values): boolean {
  return sources.some(({ slot }) => values[slot] !== undefined);
}

/** Why nothing came. */
export function missingFault(node: PlanNode, { port, sources }: InputBinding): InputFault {
  const [first] = sources;
  return first === undefined ? absent(node, port.name) : new InputFault(undefined, first.producer);
}

/** The request of the one call of a batch run, from the values published so far. */
export function gatherInputs(
  node: PlanNode,
  parameters: Readonly<Record<string, JsonValue>>,
  values: Values,
  hash: (text: string) => string,
): CallRequest | InputFault {
  const inputs: Record<string, Value> = {};
  const bindings = node.inputs;
  for (let place = 0; place < bindings.length; place++) {
    const binding = bindings[place] as InputBinding;
    const { slot } = binding;
    let given: Value | InputFault | undefined;
    if (slot !== -1) given = values[slot];
    else {
      given = gatherChecked(node, binding, values, hash);
      if (given instanceof InputFault) return given;
    }
    if (given !== undefined) inputs[binding.name] = given;
    else if (binding.required) return missingFault(node, binding);
  }
  if (node.fedParameters.length === 0) return { number: 0, inputs };
  const overlaid = fedParameters(node, parameters, values);
  return overlaid instanceof InputFault ? overlaid : { number: 0, inputs, parameters: overlaid };
}

/** An input that needs a look at its values, or collects several. */
function gatherChecked(
  node: PlanNode,
  { port, sources, list }: InputBinding,
  values: Values,
  hash: (text: string) => string,
): Value | InputFault | undefined {
  if (!list) {
    const source = sources[0];
    if (source === undefined) return undefined;
    const value = values[source.slot];
    if (value === undefined || source.check === undefined || valueFits(value, source.check)) return value;
    return misfit(node, port.name, source.check, value);
  }
  const items: Value[] = [];
  for (const source of sources) {
    const value = values[source.slot];
    if (value === undefined) continue;
    if (source.check !== undefined && !valueFits(value, source.check)) {
      return misfit(node, port.name, source.check, value);
    }
    items.push(value);
  }
  return items.length > 0 || !port.required ? listOf(items, hash) : undefined;
}
