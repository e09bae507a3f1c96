import type { JsonValue } from '@atomiton/contracts';

/** Parameters without a specification, read-only: they stay in the file as they are. */
export function UnknownParameters({ entries }: { entries: readonly [string, JsonValue][] }) {
  return (
    <dl className="facts">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
