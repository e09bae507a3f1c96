import { type BridgeOutput, toErrorData } from '@atomiton/contracts';
import { useEffect, useRef, useState } from 'react';
import { useEditor } from '../editor/EditorContext';
import { splitPath } from './file-path';

export type Folder = BridgeOutput<'files.list'>;

/** Reads a folder; what was read last stays until the next one is there. */
export function useFolder(start: string) {
  const { client } = useEditor();
  const [wanted, setWanted] = useState(start);
  const [folder, setFolder] = useState<Folder | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const shown = useRef(false);
  useEffect(() => {
    let current = true;
    client.call('files.list', { folder: wanted }).then(
      (read) => {
        if (!current) return;
        setFolder(read);
        if (shown.current) setProblem(undefined);
        shown.current = true;
      },
      (thrown: unknown) => {
        if (!current) return;
        setProblem(toErrorData(thrown).message);
        // A dialog that begins in a folder that is gone begins in the nearest one that is there.
        const { folder: above } = splitPath(wanted);
        if (!shown.current && above !== '' && above !== wanted) setWanted(above);
      },
    );
    return () => {
      current = false;
    };
  }, [client, wanted]);
  return { folder, problem, go: setWanted };
}
