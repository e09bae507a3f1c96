import type { EffectDetail, NodeRequest } from '@atomiton/contracts';
import { ShieldAlert } from 'lucide-react';
import { useEditor } from '../editor/EditorContext';
import { trustMessages as text } from '../messages-trust';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { answerDialog } from './open-dialog';

/** More nodes than this are counted, not listed. */
const MOST = 500;

function Detail({ detail }: { detail: EffectDetail }) {
  return (
    <div className="trust-detail">
      <dt>{detail.label}</dt>
      <dd>
        <code>{detail.text === '' ? text.nothing : detail.text}</code>
        {detail.cutChars === 0 ? null : <small>{text.cut(detail.cutChars)}</small>}
        {detail.written === undefined ? null : <small>{text.written(detail.written)}</small>}
      </dd>
    </div>
  );
}

function Node({ request }: { request: NodeRequest }) {
  return (
    <li className="trust-node" data-trust-node={request.node}>
      <header>
        <strong>{request.name}</strong>
        <small>
          {request.node} · {request.type}
        </small>
      </header>
      {request.effects.map(({ kind, details }) => (
        <section key={kind} data-effect={kind}>
          <h3>{text.effects[kind]}</h3>
          <dl>
            {details.map((detail) => (
              <Detail key={`${detail.label} ${detail.text} ${detail.written ?? ''}`} detail={detail} />
            ))}
          </dl>
        </section>
      ))}
    </li>
  );
}

/** The question before a blueprint from elsewhere runs. Closing it runs nothing. */
export function TrustDialog({ request }: { request: Extract<DialogRequest, { kind: 'trust' }> }) {
  const { ui } = useEditor();
  const { nodes } = request.asked;
  const refuse = (): void => answerDialog(ui, request.id, undefined);
  return (
    <DialogFrame title={text.title(request.name)} size="large" onClose={refuse}>
      <p className="dialog-body trust-intro">
        <ShieldAlert aria-hidden size={16} />
        {text.intro(nodes.length)}
      </p>
      {/* biome-ignore lint: a long list is scrolled by keyboard */}
      <ul className="trust-nodes" tabIndex={0} aria-label={text.intro(nodes.length)}>
        {nodes.slice(0, MOST).map((node) => (
          <Node key={node.node} request={node} />
        ))}
        {nodes.length > MOST ? <li className="trust-more">{text.more(nodes.length - MOST)}</li> : null}
      </ul>
      <p className="dialog-body">{text.remembered}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={refuse}>
          {text.refuse}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => answerDialog(ui, request.id, 'accept')}
        >
          {text.accept}
        </button>
      </div>
    </DialogFrame>
  );
}
