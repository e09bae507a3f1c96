import type { CallRequest, ErrorData, JsonValue, Value } from '@atomiton/contracts';
import { parameterProblem } from '@atomiton/contracts';
import type { InputSource } from './input-binding.js';
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

function valueOf(source: InputSource, values: Values): Value | undefined {
  return source.constant ?? values[source.slot];
}

/** Identity of every value that enters a node, in port order, fed parameters last; '' where nothing came. */
export function inputIdentities(node: PlanNode, values: Values): string[] {
  const identities: string[] = [];
  for (const binding of node.inputs) {
    for (const source of binding.sources) identities.push(valueOf(source, values)?.identity ?? '');
  }
  for (const { source } of node.fedParameters) {
    const value = valueOf(source, values);
    identities.push(value?.identity ?? '');
  }
  return identities;
}

/** Whether the inputs are those that `identities` (of `inputIdentities`) names; allocates nothing. */
export function sameInputs(node: PlanNode, values: Values, identities: readonly string[]): boolean {
  let position = 0;
  for (const binding of node.inputs) {
    for (const source of binding.sources) {
      const value = valueOf(source, values);
      if (identities[position++] !== (value === undefined ? '' : value.identity)) return false;
    }
  }
  for (const { source } of node.fedParameters) {
    const value = valueOf(source, values);
    if (identities[position++] !== (value === undefined ? '' : value.identity)) return false;
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
    const value = valueOf(source, values);
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

/** The request of the one call of a batch run, from the values published so far. */
export function gatherInputs(
  node: PlanNode,
  parameters: Readonly<Record<string, JsonValue>>,
  values: Values,
  hash: (text: string) => string,
): CallRequest | InputFault {
  const inputs: Record<string, Value> = {};
  for (const { port, sources, list } of node.inputs) {
    let given: Value | undefined;
    const collected: Value[] | undefined = list ? [] : undefined;
    for (const source of sources) {
      const value = valueOf(source, values);
      if (value === undefined) continue;
      const { check } = source;
      if (check !== undefined && !valueFits(value, check)) return misfit(node, port.name, check, value);
      if (collected === undefined) given = value;
      else collected.push(value);
    }
    if (collected !== undefined && (collected.length > 0 || !port.required)) given = listOf(collected, hash);
    if (given !== undefined) inputs[port.name] = given;
    else if (port.required) {
      const [first] = sources;
      return first === undefined ? absent(node, port.name) : new InputFault(undefined, first.producer);
    }
  }
  if (node.fedParameters.length === 0) return { number: 0, inputs };
  const overlaid = fedParameters(node, parameters, values);
  return overlaid instanceof InputFault ? overlaid : { number: 0, inputs, parameters: overlaid };
}
