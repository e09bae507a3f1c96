import type { BlueprintNode, JsonValue } from '@atomiton/contracts';
import { useShallow } from 'zustand/react/shallow';
import { useDocument } from '../editor/EditorContext';

/** What nodes edited together have in common. */
export interface Shared<T> {
  value: T | undefined;
  /** They differ; `value` says nothing then. */
  mixed: boolean;
}

function shared<T>(values: readonly (T | undefined)[]): Shared<T> {
  const [value] = values;
  const text = JSON.stringify(value);
  const mixed = values.some((other) => JSON.stringify(other) !== text);
  return { value: mixed ? undefined : value, mixed };
}

/** One fact of several nodes; drawn again only when it changes in one of them. */
export function useSharedFact<T>(ids: readonly string[], read: (node: BlueprintNode) => T): Shared<T> {
  return shared(
    useDocument(
      useShallow((state) =>
        ids.map((id) => {
          const node = state.blueprint.nodes[id];
          return node === undefined ? undefined : read(node);
        }),
      ),
    ),
  );
}

/** The value of a parameter of several nodes as the document has it; a node without one has its default. */
export function useSharedParameter(
  ids: readonly string[],
  name: string,
  fallback: JsonValue,
): Shared<JsonValue> & { set: boolean } {
  const values = useDocument(
    useShallow((state) => ids.map((id) => state.blueprint.nodes[id]?.parameters[name])),
  );
  const one = shared(values.map((value) => value ?? fallback));
  const set = values.some((value) => value !== undefined);
  return { ...one, set, value: !one.mixed && !set ? undefined : one.value };
}

/** The output that feeds the parameter of each node, by the order of the nodes. */
export function useFeeds(ids: readonly string[], name: string): readonly (string | undefined)[] {
  return useDocument(useShallow((state) => ids.map((id) => state.blueprint.edges[`${id}.${name}`]?.from)));
}

/** The colour that nodes are drawn in. */
export function useSharedColor(ids: readonly string[]): Shared<string> {
  return shared(
    useDocument(useShallow((state) => ids.map((id) => state.blueprint.layout.looks?.[id]?.color))),
  );
}
