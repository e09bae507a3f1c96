import type { JsonValue } from '@atomiton/contracts';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useDocument } from '../editor/EditorContext';
import { messages } from '../messages';
import type { CodeLanguage } from './code/code-languages';
import { type CodeProblem, problemSentence } from './code/code-problem';
import { asText, type FieldProps } from './field-props';
import { useDraft } from './useDraft';

/** The editor comes in a file of its own: a window without an expression does not read it. */
export const loadCodeEditor = () => import('./code/CodeMirrorEditor');
const CodeMirrorEditor = lazy(() =>
  loadCodeEditor().then((module) => ({ default: module.CodeMirrorEditor })),
);

function jsonText(value: JsonValue): string {
  return JSON.stringify(value, null, 2);
}

/** Code with colours, completion, and its mistakes said where they are. Wrong code is kept. */
export function CodeField(props: FieldProps & { language: CodeLanguage }) {
  const { id, spec, value, mixed, invalid, describedBy, draftKey, language, words, onChange } = props;
  const isJson = language === 'json';
  const writer = useDocument((state) => state.writer);
  const [checked, setChecked] = useState<{ text: string; problems: readonly CodeProblem[] }>({
    text: '',
    problems: [],
  });
  const given = mixed ? '' : isJson ? jsonText(value) : asText(value);
  const draft = useDraft(
    given,
    (text) => {
      if (!isJson) {
        onChange(text);
        return undefined;
      }
      if (text.trim() === '') {
        onChange(undefined);
        return undefined;
      }
      try {
        onChange(JSON.parse(text) as JsonValue);
        return undefined;
      } catch {
        return false;
      }
    },
    draftKey,
  );
  const onProblems = useCallback(
    (text: string, problems: readonly CodeProblem[]) =>
      setChecked((before) =>
        before.text === text && before.problems.length === 0 && problems.length === 0
          ? before
          : { text, problems },
      ),
    [],
  );
  const problems = checked.text === draft.text ? checked.problems : [];
  const [first] = problems;
  const wrong = invalid || first?.severity === 'error';
  const placeholder = mixed ? messages.fields.mixed : spec.placeholder;
  return (
    <>
      <div className="input input-code" data-invalid={wrong} data-empty={draft.text === ''}>
        <Suspense fallback={<pre className="code-waiting">{draft.text || placeholder}</pre>}>
          <CodeMirrorEditor
            id={id}
            label={spec.label}
            text={draft.text}
            language={language}
            overColumns={language === 'cel' && spec.columnsOf !== undefined}
            confirmsOnEnter={language === 'cel'}
            placeholder={placeholder}
            invalid={wrong}
            readOnly={!writer}
            describedBy={describedBy}
            words={words}
            onText={draft.change}
            onCommit={draft.commit}
            onRevert={draft.revert}
            onProblems={onProblems}
          />
        </Suspense>
      </div>
      {first === undefined ? null : (
        <p
          className={first.severity === 'error' ? 'field-error' : 'field-warning'}
          aria-live="polite"
          data-testid="code-problem"
        >
          {problemSentence(checked.text, first)}
        </p>
      )}
    </>
  );
}
