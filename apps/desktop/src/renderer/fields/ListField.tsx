import { type JsonValue, listElement, parameterProblem } from '@atomiton/contracts';
import { Plus } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { messages } from '../messages';
import { CodeField } from './CodeField';
import type { FieldProps } from './field-props';
import { ListItem } from './ListItem';
import { MixedField } from './MixedField';
import { moved } from './moved';
import { parseNumber } from './numbers';

/** The place in the list at which the pointer is. */
function placeAt(list: HTMLElement, clientY: number): number {
  const items = [...list.querySelectorAll('[data-list-item]')];
  const above = items.filter((item) => {
    const { top, height } = item.getBoundingClientRect();
    return clientY > top + height / 2;
  });
  return Math.min(items.length - 1, above.length);
}

/** A list of texts, numbers, paths or column names, one field each; lists of anything else are edited as JSON. */
export function ListField(props: FieldProps) {
  const { id, spec, value, mixed, describedBy, draftKey, words, onChange } = props;
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>(undefined);
  /** The item that has the focus once it is drawn. */
  const focus = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (focus.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-list-item="${String(focus.current)}"] input`)?.focus();
    focus.current = undefined;
  });
  const element = listElement(spec.type);
  const simple = element === 'string' || element === 'number' || element === 'integer' || element === 'file';
  if (mixed) return <MixedField {...props} />;
  if (!simple || !Array.isArray(value)) return <CodeField {...props} language="json" />;
  const numeric = element === 'number' || element === 'integer';
  const read = (text: string): JsonValue => (numeric ? (parseNumber(text) ?? '') : text);
  const wrong = (item: JsonValue): boolean =>
    parameterProblem({ ...spec, min: undefined, max: undefined, required: false }, [item]) !== undefined;
  const items = drag === undefined ? value : moved(value, drag.from, drag.to);

  /** Drags one item; the list shows what it will be, and the document changes once, at the end. */
  const grip = (from: number) => (event: PointerEvent<HTMLButtonElement>) => {
    const handle = event.currentTarget;
    const { pointerId } = event;
    handle.setPointerCapture(pointerId);
    let to = from;
    const move = (moving: globalThis.PointerEvent): void => {
      if (list.current === null) return;
      to = placeAt(list.current, moving.clientY);
      setDrag({ from, to });
    };
    const end = (ending: globalThis.PointerEvent): void => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      setDrag(undefined);
      if (ending.type === 'pointerup' && to !== from) onChange(moved(value, from, to));
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  };

  return (
    <div className="list-field" id={id} role="group" aria-label={spec.label} aria-describedby={describedBy}>
      <ol ref={list}>
        {items.map((item, index) => (
          <ListItem
            // biome-ignore lint: a list item is known by its place
            key={`${String(index)}/${String(items.length)}`}
            name={spec.label}
            index={index}
            count={items.length}
            value={item}
            placeholder={spec.placeholder}
            invalid={wrong(item)}
            draftKey={draftKey === undefined ? undefined : `${draftKey}.${String(index)}`}
            words={spec.columnsOf === undefined ? undefined : words}
            dragged={drag?.to === index}
            onChange={(text) => onChange(value.map((old, place) => (place === index ? read(text) : old)))}
            onRemove={() => onChange(value.filter((_, place) => place !== index))}
            onMove={(to) => {
              focus.current = to;
              onChange(moved(value, index, to));
            }}
            onGrip={grip(index)}
          />
        ))}
      </ol>
      <button
        type="button"
        className="button button-quiet"
        aria-label={messages.fields.addLabel(spec.label)}
        onClick={() => {
          focus.current = value.length;
          onChange([...value, numeric ? 0 : '']);
        }}
      >
        <Plus aria-hidden size={14} />
        {messages.fields.add}
      </button>
    </div>
  );
}
