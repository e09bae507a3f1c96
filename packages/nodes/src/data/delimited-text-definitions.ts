import type { NodeDefinitionInput } from '@atomiton/contracts';

type ParameterInput = NodeDefinitionInput['parameters'][number];

/** Parameters that every reader of delimited text has, under the same names and with the same choices. */
export const HEADER: ParameterInput = {
  name: 'header',
  label: 'Header row',
  type: 'string',
  default: 'auto',
  choices: [
    { value: 'auto', label: 'Detect' },
    { value: 'yes', label: 'First row has the names' },
    { value: 'no', label: 'No header' },
  ],
  widget: 'select',
};

export const DELIMITER: ParameterInput = {
  name: 'delimiter',
  label: 'Delimiter',
  type: 'string',
  default: 'auto',
  choices: [
    { value: 'auto', label: 'Detect' },
    { value: ',', label: 'Comma ,' },
    { value: ';', label: 'Semicolon ;' },
    { value: '\t', label: 'Tab' },
    { value: '|', label: 'Bar |' },
  ],
  widget: 'select',
};

export const RAGGED_ROWS: ParameterInput = {
  name: 'raggedRows',
  label: 'Rows of another length',
  type: 'string',
  default: 'fail',
  choices: [
    { value: 'fail', label: 'Stop with an error' },
    { value: 'skip', label: 'Leave them out' },
  ],
  widget: 'select',
};
