import {
  acceptCompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { type Diagnostic, linter } from '@codemirror/lint';
import { Annotation, Compartment, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  keymap,
  placeholder as placeholderText,
  tooltips,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { Words } from '../words';
import { type CodeLanguage, languageKit } from './code-languages';
import type { CodeProblem } from './code-problem';
import { editorTheme } from './editor-theme';

export interface CodeMirrorEditorProps {
  id: string;
  label: string;
  text: string;
  language: CodeLanguage;
  /** The expression is a filter over the columns of a table. */
  overColumns: boolean;
  /** Enter confirms; Shift Enter begins a line. */
  confirmsOnEnter: boolean;
  placeholder: string | undefined;
  invalid: boolean;
  readOnly: boolean;
  describedBy: string | undefined;
  words: () => Promise<Words>;
  onText: (text: string) => void;
  onCommit: () => void;
  onRevert: () => void;
  /** The problems of the text as it stands, whenever they have changed. */
  onProblems: (text: string, problems: readonly CodeProblem[]) => void;
}

/** Milliseconds without a key after which the text is checked. */
const CHECK_AFTER_MS = 150;
/** Marks a change that comes from outside and is no typing. */
const fromDocument = Annotation.define<true>();

function attributes(props: CodeMirrorEditorProps): Record<string, string> {
  return {
    'aria-label': props.label,
    'aria-invalid': String(props.invalid),
    'aria-readonly': String(props.readOnly),
    ...(props.describedBy === undefined ? {} : { 'aria-description': props.placeholder ?? '' }),
    spellcheck: 'false',
    autocapitalize: 'off',
    autocorrect: 'off',
  };
}

/**
 * CodeMirror in a shadow root: its style sheet is adopted there, so the page's policy needs to allow no inline styles,
 * and neither sheet reaches the other. Undo inside is the editor's own while it has the focus.
 */
export function CodeMirrorEditor(props: CodeMirrorEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const content = useRef(new Compartment());
  /** Texts that were typed and have not come back as `text` yet: the editor is ahead of them. */
  const underWay = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open', delegatesFocus: true });
    const start = latest.current;
    const kit = languageKit(start.language, () => latest.current.words(), start.overColumns);
    const asDiagnostic = (length: number, problem: CodeProblem): Diagnostic => ({
      from: Math.min(problem.offset, length),
      to: Math.min(problem.offset + problem.length, length),
      severity: problem.severity,
      message: problem.message,
    });
    const confirm = (): boolean => {
      if (!latest.current.confirmsOnEnter) return false;
      latest.current.onCommit();
      return true;
    };
    const give = (): boolean => {
      latest.current.onRevert();
      return true;
    };
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: start.text,
        extensions: [
          Prec.high(keymap.of(completionKeymap)),
          keymap.of([
            { key: 'Tab', run: acceptCompletion },
            { key: 'Enter', run: confirm },
            { key: 'Escape', run: give },
            ...closeBracketsKeymap,
            ...historyKeymap,
            // Ctrl Enter runs the blueprint.
            ...defaultKeymap.filter((binding) => binding.key !== 'Mod-Enter'),
          ]),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          EditorView.lineWrapping,
          tooltips({ position: 'fixed' }),
          editorTheme,
          kit.extension,
          content.current.of([]),
          linter(
            async ({ state }) => {
              const problems = await kit.problems(state);
              latest.current.onProblems(state.doc.toString(), problems);
              return problems.map((problem) => asDiagnostic(state.doc.length, problem));
            },
            { delay: CHECK_AFTER_MS },
          ),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            if (update.transactions.some((transaction) => transaction.annotation(fromDocument) === true))
              return;
            const text = update.state.doc.toString();
            underWay.current.push(text);
            latest.current.onText(text);
          }),
          EditorView.domEventHandlers({
            blur: () => latest.current.onCommit(),
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = undefined;
      editor.destroy();
      root.replaceChildren();
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    const echo = underWay.current.lastIndexOf(props.text);
    underWay.current = echo < 0 ? [] : underWay.current.slice(echo + 1);
    if (editor === undefined || echo >= 0 || editor.state.doc.toString() === props.text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: props.text },
      annotations: fromDocument.of(true),
    });
  }, [props.text]);

  // biome-ignore lint: the attributes are made from exactly these
  useEffect(() => {
    view.current?.dispatch({
      effects: content.current.reconfigure([
        EditorView.contentAttributes.of(attributes(latest.current)),
        EditorState.readOnly.of(latest.current.readOnly),
        props.placeholder === undefined ? [] : placeholderText(props.placeholder),
      ]),
    });
  }, [props.label, props.invalid, props.describedBy, props.placeholder, props.readOnly]);

  return (
    <div
      id={props.id}
      ref={host}
      className="code-host"
      data-language={props.language}
      data-code={props.label}
    />
  );
}
