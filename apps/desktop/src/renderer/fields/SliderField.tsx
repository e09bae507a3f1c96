import { Slider } from 'radix-ui';
import { useState } from 'react';
import { useDocument } from '../editor/EditorContext';
import { messages } from '../messages';
import type { FieldProps } from './field-props';
import { NumberField } from './NumberField';
import { stepOf } from './numbers';

/** A number between two limits: a slider, and beside it the number itself, which alone can hold a wrong one. */
export function SliderField(props: FieldProps & { min: number; max: number }) {
  const { spec, value, mixed, min, max, onChange } = props;
  const [dragged, setDragged] = useState<number | undefined>(undefined);
  const writer = useDocument((state) => state.writer);
  const known = typeof value === 'number' && !mixed;
  const shown = dragged ?? (known ? value : min);
  return (
    <div className="slider-row">
      <Slider.Root
        className="slider"
        disabled={!writer}
        value={[shown]}
        min={min}
        max={max}
        step={stepOf(spec)}
        onValueChange={([next]) => setDragged(next)}
        onValueCommit={([next]) => {
          setDragged(undefined);
          if (next !== undefined) onChange(next);
        }}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={messages.fields.slider(spec.label)} />
      </Slider.Root>
      <NumberField {...props} value={dragged ?? value} />
    </div>
  );
}
