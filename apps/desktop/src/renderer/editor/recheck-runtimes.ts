import type { RuntimeStatus } from '@atomiton/contracts';
import type { Editor } from './editor';

/** Looks again for runtimes that were missing, and takes over what node types there are now. */
export async function recheckRuntimes(editor: Editor): Promise<readonly RuntimeStatus[]> {
  const { runtimes } = await editor.client.call('runtimes.recheck', {});
  const { definitions } = await editor.client.call('catalog.get', {});
  editor.app.setState({
    runtimes,
    definitions,
    catalog: new Map(definitions.map((definition) => [definition.type, definition])),
  });
  return runtimes;
}
