import type { Page } from 'playwright-core';

/** What the clipboard holds, pasted by key into a field of the page. */
export async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.id = 'paste-here';
    document.body.append(field);
    field.focus();
  });
  await page.keyboard.press('Control+v');
  const text = await page.locator('#paste-here').inputValue();
  await page.evaluate(() => document.querySelector('#paste-here')?.remove());
  return text;
}
