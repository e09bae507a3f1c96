import type { ColumnStatistics } from '@atomiton/contracts';
import { resultMessages } from '../messages-results';

const WIDTH = 100;
const HEIGHT = 24;

/** How values are spread, one bar for each range; a bar says its range and count. */
export function Histogram({ bins, label }: { bins: ColumnStatistics['bins']; label: string }) {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const step = WIDTH / Math.max(1, bins.length);
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bins.map(({ from, to, count }, bin) => {
        const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
        return (
          // biome-ignore lint: the place of a bin is its identity
          <rect
            key={bin}
            x={bin * step}
            y={HEIGHT - height}
            width={Math.max(0.5, step - 0.6)}
            height={height}
          >
            <title>{resultMessages.grid.stats.bin(from, to, count)}</title>
          </rect>
        );
      })}
    </svg>
  );
}
