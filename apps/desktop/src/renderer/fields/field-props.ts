import type { JsonValue, ParameterSpec } from '@atomiton/contracts';

/** What every parameter widget is given. The value may be wrong: it is shown as it is, and kept. */
export interface FieldProps {
  /** Id of the control, for its label. */
  id: string;
  spec: ParameterSpec;
  value: JsonValue;
  invalid: boolean;
  describedBy: string | undefined;
  /** One edit of the document; undefined lets the default apply. */
  onChange: (value: JsonValue | undefined) => void;
}

/** How a value that is not text is shown in a text field. */
export function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
