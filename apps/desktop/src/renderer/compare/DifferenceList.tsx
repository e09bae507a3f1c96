import type { BlueprintDifference } from '@atomiton/blueprint';
import { useMemo, useState } from 'react';
import { useApp } from '../editor/EditorContext';
import { messages } from '../messages';
import { type DifferenceItem, differenceItems } from './difference-words';

/** Shown at once; a document that was rewritten as a whole has as many differences as nodes. */
const FIRST = 200;

function Item({ item, onShow }: { item: DifferenceItem; onShow: (node: string) => void }) {
  const { node } = item;
  const head = (
    <>
      <span className="difference-kind" data-kind={item.kind}>
        {messages.document.compare.kinds[item.kind]}
      </span>
      <b>{item.title}</b>
      {item.detail === '' ? null : <span className="difference-id">{item.detail}</span>}
    </>
  );
  return (
    <li className="difference" data-kind={item.kind} data-difference={item.key}>
      {node === undefined ? (
        <p className="difference-head">{head}</p>
      ) : (
        <button type="button" className="difference-head" onClick={() => onShow(node)}>
          {head}
        </button>
      )}
      {item.rows.map((row) => (
        <p className="difference-row" key={row.label}>
          {row.label === '' ? null : <span>{row.label}</span>}
          <del>{row.before}</del>
          <span aria-hidden>→</span>
          <ins>{row.after}</ins>
        </p>
      ))}
    </li>
  );
}

/** Every difference in words, node by node; pressing one shows it in the drawing. */
export function DifferenceList({
  difference,
  onShow,
}: {
  difference: BlueprintDifference;
  onShow: (node: string) => void;
}) {
  const catalog = useApp((state) => state.catalog);
  const sections = useMemo(() => differenceItems(difference, catalog), [difference, catalog]);
  const [limit, setLimit] = useState(FIRST);
  const count = sections.reduce((sum, { items }) => sum + items.length, 0);
  let left = limit;
  return (
    <section className="differences" aria-label={messages.document.compare.list}>
      <p className="differences-count" role="status">
        {count === 0 ? messages.document.compare.same : messages.document.compare.summary(count)}
      </p>
      {sections.map(({ label, items }) => {
        const shown = items.slice(0, Math.max(0, left));
        left -= shown.length;
        return shown.length === 0 ? null : (
          <div key={label}>
            <h3 className="side-heading">
              {label} <span>{items.length}</span>
            </h3>
            <ul>
              {shown.map((item) => (
                <Item key={item.key} item={item} onShow={onShow} />
              ))}
            </ul>
          </div>
        );
      })}
      {count > limit ? (
        <button type="button" className="button" onClick={() => setLimit(limit + FIRST)}>
          {messages.document.compare.more(count - limit)}
        </button>
      ) : null}
    </section>
  );
}
