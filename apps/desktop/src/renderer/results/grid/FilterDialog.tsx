import { ChevronDown } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { DialogFrame } from '../../dialogs/DialogFrame';
import { messages } from '../../messages';
import { resultMessages } from '../../messages-results';
import { type ColumnOperator, conditionText, familyOf, operatorsOf } from './column-filter';

const text = resultMessages.grid;

interface FilterDialogProps {
  column: { name: string; type: string };
  onApply: (operator: ColumnOperator, value: string) => void;
  onClose: () => void;
}

/** A condition on one column; it is written as CEL, which stays to be read and changed. */
export function FilterDialog({ column, onApply, onClose }: FilterDialogProps) {
  const operators = operatorsOf(column.type);
  const [operator, setOperator] = useState<ColumnOperator>(operators[0] ?? 'present');
  const [value, setValue] = useState('');
  const id = useId();
  const needsValue = operator !== 'null' && operator !== 'present';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onApply(operator, value);
    onClose();
  };
  return (
    <DialogFrame title={`${text.addFilter}: ${column.name}`} size="small" onClose={onClose}>
      <form className="filter-form" onSubmit={submit}>
        <label htmlFor={`${id}-operator`}>{text.operator}</label>
        <div className="input input-select">
          <select
            id={`${id}-operator`}
            value={operator}
            onChange={(event) => setOperator(operators.find((one) => one === event.target.value) ?? operator)}
          >
            {operators.map((one) => (
              <option key={one} value={one}>
                {text.operators[one]}
              </option>
            ))}
          </select>
          <ChevronDown aria-hidden size={14} />
        </div>
        {needsValue ? (
          <>
            <label htmlFor={`${id}-value`}>{text.value}</label>
            <div className="input">
              <input
                id={`${id}-value`}
                type="text"
                inputMode={familyOf(column.type) === 'number' ? 'decimal' : 'text'}
                value={value}
                spellCheck={false}
                autoFocus
                onChange={(event) => setValue(event.target.value)}
              />
            </div>
          </>
        ) : null}
        <code className="filter-preview">{conditionText(column.name, column.type, operator, value)}</code>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {messages.dialogs.cancel}
          </button>
          <button type="submit" className="button button-primary">
            {text.apply}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}
