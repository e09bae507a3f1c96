import { _electron } from 'playwright-core';

const t = Date.now();
const app = await _electron.launch({
  executablePath: '/root/.cache/atomiton/electron-registry-33.4.11/electron',
  args: ['--no-sandbox', '/work/main/apps/desktop', '--open', '/tmp/c/a.blueprint.json'],
  env: { ...process.env, ATOMITON_TEST: '1', ATOMITON_DATA: '/tmp/e/data2' },
});
app.process().stderr.on('data', (d) =>
  process.stderr.write(
    String(d)
      .split('\n')
      .filter((l) => !/bus.cc/.test(l))
      .join('\n'),
  ),
);
const w = await app.firstWindow();
w.on('console', (m) => console.log('console', m.text()));
await w.waitForTimeout(3000);
await w.screenshot({ path: '/tmp/e/w.png' });
console.log(await w.title());
await w.keyboard.press('Control+Enter');
await w.waitForTimeout(2500);
await w.screenshot({ path: '/tmp/e/w2.png' });
await app.close();
