import { toErrorData } from '@atomiton/contracts';
import { useCallback, useRef, useState } from 'react';
import { useEditor } from '../../editor/EditorContext';
import { runJob } from '../run-job';
import type { GridCell } from './grid-selection';
import type { ShownRows } from './useArrangement';

export interface Find {
  isOpen: boolean;
  text: string;
  /** 0 to 1 while the host looks. */
  progress: number | undefined;
  /** True when nothing was found. */
  none: boolean;
  problem: string | undefined;
  open(): void;
  close(): void;
  setText(text: string): void;
  /** Looks from beside a cell; from the cell itself where `here`. */
  go(from: GridCell, backwards: boolean, here?: boolean): void;
  cancel(): void;
}

/** Finds cells by their text, in the order that is shown. */
export function useFind(shown: ShownRows, onFound: (cell: GridCell) => void): Find {
  const { client } = useEditor();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [progress, setProgress] = useState<number | undefined>(undefined);
  const [none, setNone] = useState(false);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const running = useRef<AbortController | undefined>(undefined);
  const cancel = useCallback(() => {
    running.current?.abort();
    setProgress(undefined);
  }, []);
  const go = (from: GridCell, backwards: boolean, here = false): void => {
    if (text === '') return;
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setNone(false);
    setProblem(undefined);
    setProgress(0);
    const step = here ? 0 : backwards ? -1 : 1;
    const start = { row: Math.max(0, from.row), column: from.column + step };
    const input = {
      identity: shown.identity,
      ...shown.arrangement,
      text,
      from:
        start.column < 0
          ? { row: (start.row - 1 + shown.rows) % Math.max(1, shown.rows), column: 100_000 }
          : start,
      backwards,
    };
    const report = (fraction: number): void => {
      if (!controller.signal.aborted) setProgress(fraction);
    };
    runJob(client, 'value.find', input, { signal: controller.signal, onProgress: report }).then(
      ({ found }) => {
        if (controller.signal.aborted) return;
        setProgress(undefined);
        if (found === null) setNone(true);
        else onFound(found);
      },
      (thrown: unknown) => {
        if (controller.signal.aborted) return;
        setProgress(undefined);
        setProblem(toErrorData(thrown).message);
      },
    );
  };
  return {
    isOpen,
    text,
    progress,
    none,
    problem,
    open: () => setOpen(true),
    close: () => {
      cancel();
      setOpen(false);
    },
    setText: (next) => {
      setText(next);
      setNone(false);
    },
    go,
    cancel,
  };
}
