import type { ColumnStatistics } from '@atomiton/contracts';
import { resultMessages } from '../../messages-results';
import { formatNumber } from '../format';
import { Histogram } from '../Histogram';
import type { Loaded } from '../useLoaded';

const text = resultMessages.grid.stats;

/** A column in a few numbers and a small picture, under its name. */
export function ColumnStatisticsView({ name, loaded }: { name: string; loaded: Loaded<ColumnStatistics> }) {
  if (loaded.state === 'loading') return <div className="grid-stats">{resultMessages.loading}</div>;
  if (loaded.state === 'failed')
    return (
      <div className="grid-stats" title={loaded.message}>
        –
      </div>
    );
  const { nulls, nans, min, max, mean, distinct, distinctExact, bins } = loaded.value;
  return (
    <div className="grid-stats" data-testid={`statistics-${name}`}>
      <Histogram bins={bins} label={text.histogram(name)} />
      <span className="grid-stats-range">{min === undefined ? text.none : text.range(min, max ?? min)}</span>
      <span>
        {text.distinct(distinct, distinctExact)}
        {mean === undefined ? '' : ` · ${text.mean(formatNumber(mean))}`}
      </span>
      <span data-some={nulls + nans > 0}>
        {text.nulls(nulls)}
        {nans > 0 ? ` · ${text.nans(nans)}` : ''}
      </span>
    </div>
  );
}
