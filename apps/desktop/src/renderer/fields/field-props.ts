import type { JsonValue, ParameterSpec } from '@atomiton/contracts';
import type { Words } from './words';

/** What every parameter widget is given. The value may be wrong: it is shown as it is, and kept. */
export interface FieldProps {
  /** Id of the control, for its label. */
  id: string;
  spec: ParameterSpec;
  /** Null where the nodes edited together differ. */
  value: JsonValue;
  /** The nodes edited together have different values; `value` says nothing then. */
  mixed: boolean;
  invalid: boolean;
  describedBy: string | undefined;
  /** Under which name text that is being typed is kept; undefined where it is not. */
  draftKey: string | undefined;
  /** The columns and names that may be written here, read when they are needed. */
  words: () => Promise<Words>;
  /** One edit of the document; undefined lets the default apply. */
  onChange: (value: JsonValue | undefined) => void;
}

/** How a value that is not text is shown in a text field. */
export function asText(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
