import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Static and dynamic imports of relative files in compiled code. */
const RELATIVE_IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

/**
 * SHA-256 over a module and every file it imports by a relative path, followed to the end. Packages count by the name
 * in the import only: their versions are pinned, and `version` of the definition is raised when one changes a result.
 */
export function moduleHash(moduleUrl: string): string {
  const hash = createHash('sha256');
  const seen = new Set<string>();
  const stack = [moduleUrl];
  const texts: string[] = [];
  for (let url = stack.pop(); url !== undefined; url = stack.pop()) {
    if (seen.has(url)) continue;
    seen.add(url);
    const text = readFileSync(fileURLToPath(url), 'utf8');
    texts.push(text);
    for (const match of text.matchAll(RELATIVE_IMPORT)) stack.push(new URL(match[1] as string, url).href);
  }
  // By content, not by place: the same code in another folder has the same hash.
  for (const text of texts.sort()) hash.update(String(text.length)).update('\n').update(text);
  return hash.digest('hex');
}
