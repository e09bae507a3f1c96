import { ArrowUp, House } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useApp, useEditor } from '../editor/EditorContext';
import { IconButton } from '../frame/IconButton';
import { messages } from '../messages';
import { DialogFrame } from './DialogFrame';
import type { DialogRequest } from './dialog-request';
import { FileList } from './FileList';
import { joinPath, splitPath } from './file-path';
import { answerDialog } from './open-dialog';
import { useFolder } from './useFolder';

function isAbsolute(path: string): boolean {
  return /^([/\\]|[A-Za-z]:[/\\])/.test(path);
}

/** Length of a file name without its extensions: what a new name replaces. */
function stemLength(name: string): number {
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name.length : dot;
}

/** Chooses a file or folder of the host's machine; used where there is no native dialog. */
export function FileDialog({ request }: { request: Extract<DialogRequest, { kind: 'file' }> }) {
  const { ui } = useEditor();
  const home = useApp((state) => state.info?.homeFolder ?? '/');
  const start = splitPath(request.suggested ?? '');
  const { folder, problem, go } = useFolder(isAbsolute(start.folder) ? start.folder : home);
  const [name, setName] = useState(request.mode === 'save' ? start.name : '');
  const answer = (path: string | undefined): void => answerDialog(ui, request.id, path);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name !== '' && isAbsolute(name)) answer(name);
    else if (folder === undefined) return;
    else if (request.mode === 'folder') answer(folder.folder);
    else if (name !== '') answer(joinPath(folder.folder, name));
  };
  const action = {
    open: messages.dialogs.open,
    save: messages.dialogs.save,
    folder: messages.dialogs.choose,
  }[request.mode];
  return (
    <DialogFrame title={request.title} size="large" onClose={() => answer(undefined)}>
      <form className="file-dialog" onSubmit={submit}>
        <div className="file-bar">
          <IconButton label={messages.dialogs.home} onClick={() => go(home)}>
            <House aria-hidden size={15} />
          </IconButton>
          <IconButton
            label={messages.dialogs.up}
            disabled={folder?.parent === undefined}
            onClick={() => {
              if (folder?.parent !== undefined) go(folder.parent);
            }}
          >
            <ArrowUp aria-hidden size={15} />
          </IconButton>
          <span className="file-folder" title={folder?.folder} data-testid="file-dialog-folder">
            <bdi>{folder?.folder ?? ''}</bdi>
          </span>
        </div>
        {problem === undefined ? null : <p className="field-error">{problem}</p>}
        <FileList
          entries={folder?.entries ?? []}
          mode={request.mode}
          extensions={request.extensions}
          chosen={name}
          onOpenFolder={(path) => {
            go(path);
            if (request.mode !== 'save') setName('');
          }}
          onChoose={setName}
          onConfirm={answer}
        />
        <div className="dialog-actions">
          <div className="input file-name">
            <input
              type="text"
              aria-label={request.mode === 'folder' ? messages.dialogs.folder : messages.dialogs.fileName}
              placeholder={request.mode === 'folder' ? folder?.folder : messages.dialogs.fileName}
              value={name}
              spellCheck={false}
              autoFocus
              onFocus={(event) => event.target.setSelectionRange(0, stemLength(event.target.value))}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <button type="button" className="button" onClick={() => answer(undefined)}>
            {messages.dialogs.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            disabled={request.mode === 'folder' ? folder === undefined : name === ''}
          >
            {action}
          </button>
        </div>
      </form>
    </DialogFrame>
  );
}
