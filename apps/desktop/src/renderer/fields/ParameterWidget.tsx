import { listElement, type ParameterSpec, type Widget } from '@atomiton/contracts';
import { CheckboxField } from './CheckboxField';
import { CodeField } from './CodeField';
import { ColorField } from './ColorField';
import { ColumnField } from './ColumnField';
import type { FieldProps } from './field-props';
import { ListField } from './ListField';
import { MultilineField } from './MultilineField';
import { NumberField } from './NumberField';
import { PathField } from './PathField';
import { SelectField } from './SelectField';
import { SliderField } from './SliderField';
import { TableField } from './TableField';
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
      return spec.columnsOf === undefined ? 'text' : 'column';
    default:
      return 'json';
  }
}

/** The control for one parameter, made from its specification. */
export function ParameterWidget(props: FieldProps) {
  const { spec } = props;
  switch (widgetOf(spec)) {
    case 'text':
      return <TextField {...props} />;
    case 'multiline':
      return <MultilineField {...props} />;
    case 'expression':
      return <CodeField {...props} language="cel" />;
    case 'javascript':
      return <CodeField {...props} language="javascript" />;
    case 'number':
      return <NumberField {...props} />;
    case 'slider':
      return spec.min === undefined || spec.max === undefined ? (
        <NumberField {...props} />
      ) : (
        <SliderField {...props} min={spec.min} max={spec.max} />
      );
    case 'checkbox':
      return <CheckboxField {...props} />;
    case 'select':
      return <SelectField {...props} />;
    case 'file':
      return <PathField {...props} folder={false} />;
    case 'folder':
      return <PathField {...props} folder />;
    case 'color':
      return <ColorField {...props} />;
    case 'column':
      return <ColumnField {...props} />;
    case 'list':
      return <ListField {...props} />;
    case 'table':
      return <TableField {...props} />;
    case 'json':
      return <CodeField {...props} language="json" />;
  }
}
