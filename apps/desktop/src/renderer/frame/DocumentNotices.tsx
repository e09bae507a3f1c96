import { FileWarning, TriangleAlert, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { type DocumentSession, isDirty } from '../document/document-session';
import { compareWithDisk, resolveDisk } from '../editor/disk';
import { documentTitle } from '../editor/documents';
import { useApp, useEditor } from '../editor/EditorContext';
import { editHere } from '../editor/lease';
import { saveDocument } from '../editor/saving';
import { messages } from '../messages';

interface NoticeProps {
  tone: 'warn' | 'info';
  icon: typeof Users;
  text: string;
  hint: string;
  children?: ReactNode;
}

function Notice({ tone, icon: Icon, text, hint, children }: NoticeProps) {
  return (
    <div className="notice-bar" data-tone={tone} role="alert">
      <Icon aria-hidden size={15} />
      <p>
        {text} <span>{hint}</span>
      </p>
      {children}
    </div>
  );
}

function Action({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="button" onClick={onClick}>
      {label}
    </button>
  );
}

/** What another program did to the document's file, and the ways to go on. */
function DiskNotice({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const fileState = useStore(session.document, (state) => state.fileState.state);
  const name = useStore(session.document, (state) => documentTitle(state.path, state.blueprint.name));
  const text = messages.document.disk;
  switch (fileState) {
    case 'same':
      return null;
    case 'changed':
      return (
        <Notice tone="warn" icon={FileWarning} text={text.changed(name)} hint={text.changedHint}>
          <Action label={text.compare} onClick={() => void compareWithDisk(editor, session)} />
          <Action label={text.keep} onClick={() => void resolveDisk(editor, session, 'keep')} />
          <Action label={text.reload} onClick={() => void resolveDisk(editor, session, 'reload')} />
        </Notice>
      );
    case 'removed':
      return (
        <Notice tone="warn" icon={FileWarning} text={text.removed(name)} hint={text.removedHint}>
          <Action label={text.saveAs} onClick={() => void saveDocument(editor, true, session)} />
          <Action label={text.save} onClick={() => void saveDocument(editor, false, session)} />
        </Notice>
      );
    case 'unreadable':
      return (
        <Notice tone="warn" icon={FileWarning} text={text.unreadable(name)} hint={text.unreadableHint}>
          <Action label={text.saveAs} onClick={() => void saveDocument(editor, true, session)} />
        </Notice>
      );
  }
}

/** Another window edits the document: how to edit here instead, and what waits here. */
function LeaseNotice({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const writer = useStore(session.document, (state) => state.writer);
  const held = useStore(session.document, (state) => (state.writer ? 0 : state.pending));
  const text = messages.document.lease;
  if (writer) return null;
  return (
    <Notice tone="info" icon={Users} text={text.follows} hint={held === 0 ? '' : text.held(held)}>
      {held === 0 ? null : <Action label={text.giveUp} onClick={() => session.giveUp()} />}
      <Action label={text.take} onClick={() => void editHere(editor, session)} />
    </Notice>
  );
}

/** The journal cannot take edits: they wait here, and a save writes them. */
function JournalNotice({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const stuck = useStore(session.document, (state) => state.stuck);
  const pending = useStore(session.document, (state) => state.pending);
  if (stuck === undefined || pending === 0) return null;
  return (
    <Notice
      tone="warn"
      icon={TriangleAlert}
      text={messages.document.journal.stuck(pending)}
      hint={[stuck.message, stuck.hint].filter(Boolean).join(' ')}
    >
      <Action
        label={messages.document.disk.saveAs}
        onClick={() => void saveDocument(editor, true, session)}
      />
      <Action label={messages.document.disk.save} onClick={() => void saveDocument(editor, false, session)} />
      <Action label={messages.document.journal.tryAgain} onClick={() => session.resume()} />
    </Notice>
  );
}

/** What the host found at its start, such as a journal that it cannot write. */
function HostNotices({ session }: { session: DocumentSession }) {
  const editor = useEditor();
  const problems = useApp((state) => state.info?.problems);
  const dirty = useStore(session.document, isDirty);
  const dismiss = (code: string): void =>
    editor.app.setState(({ info }) =>
      info === undefined
        ? {}
        : { info: { ...info, problems: info.problems.filter((other) => other.code !== code) } },
    );
  return (problems ?? []).map(({ code, message, hint = '' }) => (
    <Notice key={code} tone="warn" icon={TriangleAlert} text={message} hint={hint}>
      {code !== 'journal-unavailable' ? (
        <Action label={messages.document.journal.dismiss} onClick={() => dismiss(code)} />
      ) : dirty ? (
        <Action
          label={messages.document.disk.save}
          onClick={() => void saveDocument(editor, false, session)}
        />
      ) : null}
    </Notice>
  ));
}

/** What the user has to know of the document in front, above its canvas. */
export function DocumentNotices({ session }: { session: DocumentSession }) {
  return (
    <>
      <HostNotices session={session} />
      <JournalNotice session={session} />
      <DiskNotice session={session} />
      <LeaseNotice session={session} />
    </>
  );
}
