import { pageHeaders, readStaticFile } from '@atomiton/host';
import { protocol } from 'electron';

const SCHEME = 'app';
const HOST = 'atomiton';

/** Origin of the page; the only one that may talk to us. */
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;

/** Makes `app:` a scheme with a real origin, so that the page's policy and module scripts work. Before `ready`. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page under `app://atomiton/`, files of that folder only, with the strict policy. */
export function servePage(rendererFolder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url);
    if (url.host !== HOST || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return new Response('There is no such file.', { status: 404, headers: pageHeaders() });
    }
    const file = await readStaticFile(rendererFolder, url.pathname);
    if (file === undefined) {
      return new Response('There is no such file.', { status: 404, headers: pageHeaders() });
    }
    return new Response(new Uint8Array(file.bytes), {
      headers: { ...pageHeaders(), 'content-type': file.type },
    });
  });
}

/** The page's address; `file` is opened in it. */
export function pageAddress(file: string | undefined): string {
  const address = new URL(`${PAGE_ORIGIN}/index.html`);
  if (file !== undefined) address.searchParams.set('open', file);
  return address.href;
}
