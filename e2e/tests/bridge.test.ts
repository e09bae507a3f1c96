import { bridgeContract, checkContractCase } from '@atomiton/host/contract';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { EditorPage } from '../src/editor-page.js';
import { screenshotOnFailure } from '../src/on-failure.js';
import { carrierOf } from '../src/page-carrier.js';
import type { Shell } from '../src/shell.js';
import { openShell, shellKind } from '../src/shell.js';
import { temporaryFolder } from '../src/temporary-folder.js';

const folder = temporaryFolder('bridge');
let shell: Shell;

beforeAll(async () => {
  shell = await openShell();
  await new EditorPage(shell.page).ready();
});
afterAll(() => shell?.close());
screenshotOnFailure(() => shell);

describe(`bridge contract over the ${shellKind() === 'electron' ? "window's IPC" : "browser's socket"}`, () => {
  for (const contractCase of bridgeContract()) {
    it(contractCase.name, async (context) => {
      const reason = await checkContractCase(contractCase, {
        shell: shell.kind === 'electron' ? 'desktop' : 'browser',
        folder,
        connect: () => carrierOf(shell),
      });
      if (reason !== undefined) {
        console.log(`skipped "${contractCase.name}": ${reason}`);
        context.skip(reason);
      }
    });
  }
});
