import type { RuntimeStatus } from '@atomiton/contracts';
import { Popover } from 'radix-ui';
import { runCommand } from '../commands/command-list';
import { useApp, useEditor } from '../editor/EditorContext';
import { messages } from '../messages';
import { shellMessages } from '../messages-shell';
import { LANGUAGES } from '../node/languages';

/** `3.11.7` → `3.11`: what fits in the status line. */
function shortVersion(version: string | undefined): string {
  const match = /\d+(\.\d+)?/.exec(version ?? '');
  return match === null ? '' : ` ${match[0]}`;
}

function label({ language, state, version }: RuntimeStatus): string {
  const short = language === 'typescript' ? LANGUAGES.typescript.badge : LANGUAGES[language].name;
  if (state !== 'ready') return `${short} ${messages.status.runtimeStates[state]}`;
  return language === 'python' || language === 'golang' ? `${short}${shortVersion(version)}` : short;
}

/** The runtimes; press one to read what is missing and how to get it. */
export function RuntimeList() {
  const editor = useEditor();
  const runtimes = useApp((state) => state.runtimes);
  return (
    <div className="runtimes">
      {runtimes.map((runtime) => (
        <Popover.Root key={runtime.language}>
          <Popover.Trigger asChild>
            <button
              type="button"
              className="runtime"
              data-state={runtime.state}
              data-language={runtime.language}
            >
              {label(runtime)}
            </button>
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              aria-label={LANGUAGES[runtime.language].name}
              className="popover"
              side="top"
              align="end"
              sideOffset={6}
              collisionPadding={8}
            >
              <h2>
                {LANGUAGES[runtime.language].name}
                <span>{runtime.version}</span>
              </h2>
              <p data-state={runtime.state}>{messages.status.runtimeStates[runtime.state]}</p>
              <p>{runtime.message ?? (runtime.state === 'ready' ? messages.status.runtimeReady : '')}</p>
              <Popover.Close asChild>
                <button
                  type="button"
                  className="button button-small"
                  onClick={() => runCommand(editor, 'runtimes')}
                >
                  {runtime.state === 'missing' || runtime.state === 'failed'
                    ? shellMessages.runtimes.more
                    : shellMessages.runtimes.open}
                </button>
              </Popover.Close>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      ))}
    </div>
  );
}
