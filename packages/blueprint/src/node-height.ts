import type { NodeDefinition } from '@atomiton/contracts';

const HEADER_AND_FOOTER = 60;
const ROW = 24;
/** At most so many prominent parameters are drawn on a node. */
const MOST_PARAMETERS = 3;
const DISPLAY: Readonly<Record<NodeDefinition['display'], number>> = {
  none: 0,
  table: 0,
  value: 104,
  chart: 128,
  image: 128,
};

/** How high a node of this type is drawn at most, in canvas units, as far as its definition alone can tell. */
export function nodeHeight(definition: NodeDefinition | undefined): number {
  if (definition === undefined) return HEADER_AND_FOOTER + ROW;
  const { inputs, outputs, parameters, display } = definition;
  const prominent = parameters.filter((parameter) => parameter.prominent).length;
  const rows = Math.max(inputs.length, outputs.length) + Math.min(MOST_PARAMETERS, prominent);
  return HEADER_AND_FOOTER + rows * ROW + DISPLAY[display];
}
