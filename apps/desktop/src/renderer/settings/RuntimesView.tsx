import type { RuntimeStatus } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { Check, Copy, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useApp, useEditor } from '../editor/EditorContext';
import { recheckRuntimes } from '../editor/recheck-runtimes';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { LANGUAGES } from '../node/languages';

const text = shellMessages.runtimes;

function InstallCommand({ language, command }: { language: string; command: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="install-command">
      <code>{command}</code>
      <button
        type="button"
        className="icon-button"
        aria-label={text.copy(language)}
        onClick={() =>
          void navigator.clipboard.writeText(command).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      </button>
      <span className="visually-hidden" role="status">
        {copied ? text.copied : ''}
      </span>
    </div>
  );
}

function RuntimeRow({ runtime, types }: { runtime: RuntimeStatus; types: number }) {
  const { language, state, version, message, install } = runtime;
  const { name } = LANGUAGES[language];
  const isLacking = state === 'missing' || state === 'failed';
  return (
    <li className="runtime-row" data-state={state} data-language={language}>
      <div className="runtime-head">
        <h3>{name}</h3>
        {version === undefined ? null : <span className="mono runtime-version">{version}</span>}
        <span className="runtime-types">{text.nodes(types)}</span>
        <span className="runtime-state">{messages.status.runtimeStates[state]}</span>
      </div>
      <p>{state === 'ready' ? text.ready : message}</p>
      {isLacking ? <p>{install === undefined ? text.noInstall : text.install}</p> : null}
      {isLacking && install !== undefined ? <InstallCommand language={name} command={install} /> : null}
    </li>
  );
}

/** The five languages: which are ready, what the others lack, the one command that gets it, and looking again. */
export function RuntimesView() {
  const editor = useEditor();
  const runtimes = useApp((state) => state.runtimes);
  const definitions = useApp((state) => state.definitions);
  const [looking, setLooking] = useState(false);
  const [said, setSaid] = useState('');
  const recheck = async (): Promise<void> => {
    setLooking(true);
    setSaid('');
    try {
      const now = await recheckRuntimes(editor);
      setSaid(text.rechecked(now.filter(({ state }) => state === 'ready').length, now.length));
    } catch (thrown) {
      setSaid(toErrorData(thrown).message);
    } finally {
      setLooking(false);
    }
  };
  return (
    <div className="runtimes-view" data-testid="runtimes-view">
      <p className="runtimes-lead">{text.lead}</p>
      <ul>
        {runtimes.map((runtime) => (
          <RuntimeRow
            key={runtime.language}
            runtime={runtime}
            types={definitions.filter(({ runtime: { language } }) => language === runtime.language).length}
          />
        ))}
      </ul>
      <div className="runtimes-actions">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={looking}
          onClick={() => {
            if (!looking) void recheck();
          }}
        >
          <RefreshCw aria-hidden size={14} />
          {looking ? text.rechecking : text.recheck}
        </button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}
