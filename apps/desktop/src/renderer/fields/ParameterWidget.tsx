import { listElement, type ParameterSpec, type Widget } from '@atomiton/contracts';
import { CheckboxField } from './CheckboxField';
import type { FieldProps } from './field-props';
import { JsonField } from './JsonField';
import { ListField } from './ListField';
import { MultilineField } from './MultilineField';
import { NumberField } from './NumberField';
import { PathField } from './PathField';
import { SelectField } from './SelectField';
import { TextField } from './TextField';

/** The widget a parameter asks for, or the one that suits its type. */
export function widgetOf(spec: ParameterSpec): Widget {
  if (spec.widget !== undefined) return spec.widget;
  if (spec.choices !== undefined) return 'select';
  if (listElement(spec.type) !== undefined) return 'list';
  switch (spec.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'checkbox';
    case 'file':
      return 'file';
    case 'string':
      return 'text';
    default:
      return 'json';
  }
}

/** The control for one parameter, made from its specification. */
export function ParameterWidget(props: FieldProps) {
  switch (widgetOf(props.spec)) {
    case 'text':
      return <TextField {...props} />;
    case 'multiline':
    case 'expression':
      return <MultilineField {...props} />;
    case 'number':
    case 'slider':
      return <NumberField {...props} />;
    case 'checkbox':
      return <CheckboxField {...props} />;
    case 'select':
      return <SelectField {...props} />;
    case 'file':
      return <PathField {...props} folder={false} />;
    case 'folder':
      return <PathField {...props} folder />;
    case 'list':
      return <ListField {...props} />;
    case 'json':
      return <JsonField {...props} />;
  }
}
