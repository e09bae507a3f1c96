import type { ErrorData } from '@atomiton/contracts';
import { messages } from '../messages';

/** An error of a run: the sentence, what to do, and the stack of the language it happened in. */
export function RunErrorView({ error }: { error: ErrorData }) {
  return (
    <div className="run-error" role="alert">
      <p>
        <b>{error.message}</b>
      </p>
      {error.hint === undefined ? null : <p>{error.hint}</p>}
      {error.stack === undefined ? null : (
        <details>
          <summary>{messages.inspector.stack}</summary>
          <pre>{error.stack}</pre>
        </details>
      )}
      {error.cause === undefined ? null : <RunErrorView error={error.cause} />}
    </div>
  );
}
