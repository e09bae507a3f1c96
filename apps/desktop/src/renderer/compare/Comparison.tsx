import { compareBlueprints } from '@atomiton/blueprint';
import type { Blueprint } from '@atomiton/contracts';
import { useCallback, useMemo, useState } from 'react';
import { messages } from '../messages';
import { BlueprintPicture } from './BlueprintPicture';
import { DifferenceList } from './DifferenceList';

type Side = 'before' | 'after';

interface ComparisonProps {
  before: Blueprint;
  after: Blueprint;
  labels: Record<Side, string>;
  /** The side drawn first. */
  first: Side;
}

/** Two blueprints beside each other: either one drawn with its differences marked, and all of them in words. */
export function Comparison({ before, after, labels, first }: ComparisonProps) {
  const difference = useMemo(() => compareBlueprints(before, after), [before, after]);
  const [side, setSide] = useState<Side>(first);
  const [focus, setFocus] = useState<{ node: string } | undefined>(undefined);
  const blueprints: Record<Side, Blueprint> = { before, after };
  const onShow = useCallback(
    (node: string) => {
      // A node that only one side has is shown on that side.
      if (!Object.hasOwn(after.nodes, node)) setSide('before');
      else if (!Object.hasOwn(before.nodes, node)) setSide('after');
      setFocus({ node });
    },
    [before, after],
  );
  return (
    <div className="comparison">
      <div className="comparison-picture">
        <div className="segments" role="radiogroup" aria-label={messages.document.compare.sides}>
          {(['before', 'after'] as const).map((option) => (
            <label key={option} className="segment" data-checked={side === option}>
              <input
                type="radio"
                name="comparison-side"
                checked={side === option}
                onChange={() => setSide(option)}
              />
              {labels[option]}
            </label>
          ))}
        </div>
        <BlueprintPicture
          key={side}
          blueprint={blueprints[side]}
          difference={difference}
          label={messages.document.compare.picture(labels[side])}
          focus={focus}
        />
      </div>
      <DifferenceList difference={difference} onShow={onShow} />
    </div>
  );
}
