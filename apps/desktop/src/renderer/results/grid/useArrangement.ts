import type { Arrangement, ErrorData, Identity } from '@atomiton/contracts';
import { toErrorData } from '@atomiton/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { runJob } from '../run-job';
import { PLAIN } from './table-view';

/** What the grid shows: an arrangement whose rows are at hand. */
export interface ShownRows {
  identity: Identity;
  arrangement: Arrangement;
  rows: number;
}

/** The arrangement that is shown, and the one that is being worked out. */
export interface ArrangementState {
  shown: ShownRows;
  /** The one asked for last; shown as soon as it is there. */
  asked: Arrangement;
  /** 0 to 1 while rows are put in order. */
  progress: number | undefined;
  problem: ErrorData | undefined;
  ask(arrangement: Arrangement): void;
  cancel(): void;
}

/**
 * Asks the host to put rows in order; what is shown stays until the new order is there, or for ever where it fails.
 * @param first the arrangement to begin with.
 */
export function useArrangement(identity: Identity, rows: number, first: Arrangement): ArrangementState {
  const { client } = useEditor();
  const [shown, setShown] = useState<ShownRows>({ identity, arrangement: PLAIN, rows });
  const [asked, setAsked] = useState<Arrangement>(first);
  const [progress, setProgress] = useState<number | undefined>(undefined);
  const [problem, setProblem] = useState<ErrorData | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);

  useEffect(() => {
    const controller = new AbortController();
    running.current = controller;
    const plain = asked.sort.length === 0 && asked.filter === '';
    queueMicrotask(() => {
      if (controller.signal.aborted) return;
      setProblem(undefined);
      setProgress(plain ? undefined : 0);
      if (plain) setShown({ identity, arrangement: asked, rows });
    });
    if (plain) return () => controller.abort();
    runJob(
      client,
      'value.arrange',
      { identity, ...asked },
      {
        signal: controller.signal,
        onProgress: (fraction) => {
          if (!controller.signal.aborted) setProgress(fraction);
        },
      },
    ).then(
      (answer) => {
        if (controller.signal.aborted) return;
        setProgress(undefined);
        setShown({ identity, arrangement: asked, rows: answer.rows });
      },
      (thrown: unknown) => {
        if (controller.signal.aborted) return;
        setProgress(undefined);
        setProblem(toErrorData(thrown));
      },
    );
    return () => controller.abort();
  }, [client, identity, rows, asked]);

  const cancel = useCallback(() => {
    running.current?.abort();
    setProgress(undefined);
    setAsked(shown.arrangement);
  }, [shown]);

  return { shown, asked, progress, problem, ask: setAsked, cancel };
}
