import { Popover, Slider } from 'radix-ui';
import { useState } from 'react';
import { messages } from '../messages';
import { type Hsl, hexOf, hslOf, rgbOf } from './colors';
import { asText, type FieldProps } from './field-props';
import { textInputEvents } from './text-input-events';
import { useDraft } from './useDraft';

const PARTS = [
  { part: 'hue', max: 360 },
  { part: 'saturation', max: 100 },
  { part: 'lightness', max: 100 },
] as const;
const MIDDLE: Hsl = { hue: 210, saturation: 60, lightness: 50 };
/** Where each of these hues lies is seen before it is chosen. */
const HUES = [0, 30, 55, 140, 190, 215, 260, 325] as const;

function trackOf(part: (typeof PARTS)[number]['part'], hsl: Hsl): string {
  const at = (change: Partial<Hsl>): string => hexOf({ ...hsl, ...change });
  if (part === 'hue') {
    const stops = [0, 60, 120, 180, 240, 300, 360].map((hue) => at({ hue, saturation: 80, lightness: 55 }));
    return `linear-gradient(to right, ${stops.join(', ')})`;
  }
  if (part === 'saturation')
    return `linear-gradient(to right, ${at({ saturation: 0 })}, ${at({ saturation: 100 })})`;
  return `linear-gradient(to right, ${at({ lightness: 0 })}, ${at({ lightness: 50 })}, ${at({ lightness: 100 })})`;
}

/** A colour as `#rrggbb`: typed, or set by its hue, saturation and lightness. */
export function ColorField({ id, spec, value, mixed, invalid, describedBy, draftKey, onChange }: FieldProps) {
  const draft = useDraft(asText(value), (text) => onChange(text === '' ? undefined : text.trim()), draftKey);
  const [moving, setMoving] = useState<Hsl | undefined>(undefined);
  const shown = moving ?? hslOf(draft.text) ?? MIDDLE;
  const color = moving === undefined ? draft.text : hexOf(moving);
  const put = (hsl: Hsl): void => {
    setMoving(undefined);
    draft.revert();
    onChange(hexOf(hsl));
  };
  return (
    <div className="color-row">
      <Popover.Root>
        <Popover.Trigger asChild>
          <button
            type="button"
            className="color-swatch"
            aria-label={messages.fields.pickColor(spec.label)}
            style={rgbOf(color) === undefined ? undefined : { backgroundColor: color }}
          />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            aria-label={messages.fields.pickColor(spec.label)}
            className="popover color-popover"
            align="start"
            sideOffset={4}
          >
            <div className="color-hues">
              {HUES.map((hue) => (
                <button
                  key={hue}
                  type="button"
                  className="color-swatch"
                  aria-label={hexOf({ hue, saturation: 70, lightness: 55 })}
                  style={{ backgroundColor: hexOf({ hue, saturation: 70, lightness: 55 }) }}
                  onClick={() => put({ hue, saturation: 70, lightness: 55 })}
                />
              ))}
            </div>
            {PARTS.map(({ part, max }) => (
              <div key={part} className="color-part">
                <span>{messages.fields.colorParts[part]}</span>
                <Slider.Root
                  className="slider"
                  value={[shown[part]]}
                  max={max}
                  onValueChange={([next]) => setMoving({ ...shown, [part]: next ?? 0 })}
                  onValueCommit={([next]) => put({ ...shown, [part]: next ?? 0 })}
                >
                  <Slider.Track className="slider-track" style={{ background: trackOf(part, shown) }} />
                  <Slider.Thumb className="slider-thumb" aria-label={messages.fields.colorParts[part]} />
                </Slider.Root>
              </div>
            ))}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      <div className="input" data-invalid={invalid}>
        <input
          id={id}
          type="text"
          placeholder={mixed ? messages.fields.mixed : (spec.placeholder ?? asText(spec.default))}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          spellCheck={false}
          autoComplete="off"
          {...textInputEvents(draft)}
        />
      </div>
    </div>
  );
}
