import { type JsonValue, listElement } from '@atomiton/contracts';
import { Plus, X } from 'lucide-react';
import { messages } from '../messages';
import { asText, type FieldProps } from './field-props';
import { JsonField } from './JsonField';
import { parseNumber } from './NumberField';
import { useDraft } from './useDraft';

interface ItemProps {
  label: string;
  placeholder: string | undefined;
  value: JsonValue;
  read: (text: string) => JsonValue;
  onChange: (value: JsonValue) => void;
  onRemove: () => void;
  index: number;
  name: string;
}

function Item({ label, placeholder, value, read, onChange, onRemove, index, name }: ItemProps) {
  const draft = useDraft(asText(value), (text) => onChange(read(text)));
  return (
    <li className="list-item">
      <div className="input">
        <input
          type="text"
          aria-label={label}
          value={draft.text}
          placeholder={placeholder}
          spellCheck={false}
          onChange={(event) => draft.change(event.target.value)}
          onBlur={draft.commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey) draft.commit();
            if (event.key === 'Escape') draft.revert();
          }}
        />
      </div>
      <button
        type="button"
        className="icon-button"
        aria-label={messages.fields.remove(name, index + 1)}
        onClick={onRemove}
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  );
}

/** A list of texts or numbers, one field each; lists of anything else are edited as JSON. */
export function ListField(props: FieldProps) {
  const { id, spec, value, describedBy, onChange } = props;
  const element = listElement(spec.type);
  const simple = element === 'string' || element === 'number' || element === 'integer' || element === 'file';
  if (!simple || !Array.isArray(value)) return <JsonField {...props} />;
  const numeric = element === 'number' || element === 'integer';
  const read = (text: string): JsonValue => (numeric ? (parseNumber(text) ?? '') : text);
  const items = value;
  return (
    <div className="list-field" id={id} role="group" aria-label={spec.label} aria-describedby={describedBy}>
      <ol>
        {items.map((item, index) => (
          <Item
            // biome-ignore lint: a list item is known by its place
            key={`${String(index)}/${String(items.length)}`}
            label={messages.fields.item(spec.label, index + 1)}
            name={spec.label}
            index={index}
            placeholder={spec.placeholder}
            value={item}
            read={read}
            onChange={(next) => onChange(items.map((old, place) => (place === index ? next : old)))}
            onRemove={() => onChange(items.filter((_, place) => place !== index))}
          />
        ))}
      </ol>
      <button
        type="button"
        className="button button-quiet"
        aria-label={messages.fields.addLabel(spec.label)}
        onClick={() => onChange([...items, numeric ? 0 : ''])}
      >
        <Plus aria-hidden size={14} />
        {messages.fields.add}
      </button>
    </div>
  );
}
