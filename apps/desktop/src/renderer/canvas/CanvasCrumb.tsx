import { Fragment } from 'react';
import { levelKey, stepName } from '../document/levels';
import { useDocument, useSession } from '../editor/EditorContext';
import { messages } from '../messages';
import { DocumentName } from './DocumentName';

/** Where in the document the canvas is; every outer level is a way back to it. */
export function CanvasCrumb() {
  const session = useSession();
  const level = useDocument((state) => state.level);
  const root = useDocument((state) => state.root);
  const last = level.length - 1;
  return (
    <nav className="crumb" aria-label={messages.subgraphs.path} data-testid="crumb">
      <DocumentName />
      <span aria-hidden>/</span>
      {level.length === 0 ? (
        <b aria-current="location">{messages.canvas.main}</b>
      ) : (
        <button type="button" className="crumb-step" onClick={() => session.enter([])}>
          {messages.canvas.main}
        </button>
      )}
      {level.map((_step, index) => {
        const path = level.slice(0, index + 1);
        const name = stepName(root, level, index);
        return (
          <Fragment key={levelKey(path)}>
            <span aria-hidden>/</span>
            {index === last ? (
              <b aria-current="location" title={name}>
                {name}
              </b>
            ) : (
              <button type="button" className="crumb-step" title={name} onClick={() => session.enter(path)}>
                {name}
              </button>
            )}
          </Fragment>
        );
      })}
    </nav>
  );
}
