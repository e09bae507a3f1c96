import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
export const WINDOW = { width: 1600, height: 1000 };
export const EXAMPLE_PICTURE = { width: 640, height: 360 };

/** Width and height in the head of a PNG file. */
function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Nothing blinks, moves or hovers in a picture. */
async function calm(page: Page): Promise<void> {
  await page.mouse.move(2, 2);
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLInputElement)
      document.activeElement.style.caretColor = 'transparent';
  });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

/** Writes the whole window to docs/images. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await calm(page);
  const png = await page.screenshot();
  expect(sizeOf(png)).toEqual(WINDOW);
  writeFileSync(join(ROOT, 'docs/images', `${name}.png`), png);
}

/** What is around the nodes of an example, in the shape of its picture, and never more than the window. */
async function aroundNodes(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  const boxes = await page.locator('.react-flow__node').evaluateAll((nodes) =>
    nodes.map((node) => {
      const { left, top, right, bottom } = node.getBoundingClientRect();
      return { left, top, right, bottom };
    }),
  );
  const margin = 24;
  const left = Math.min(...boxes.map((box) => box.left)) - margin;
  const top = Math.min(...boxes.map((box) => box.top)) - margin;
  const right = Math.max(...boxes.map((box) => box.right)) + margin;
  const bottom = Math.max(...boxes.map((box) => box.bottom)) + margin;
  const shape = EXAMPLE_PICTURE.width / EXAMPLE_PICTURE.height;
  const width = Math.min(WINDOW.width, Math.max(right - left, (bottom - top) * shape));
  const height = width / shape;
  const x = Math.min(Math.max(0, (left + right - width) / 2), WINDOW.width - width);
  const y = Math.min(Math.max(0, (top + bottom - height) / 2), WINDOW.height - height);
  return { x, y, width, height };
}

/** Writes the nodes of an example, small, to examples/pictures. */
export async function takeExamplePicture(page: Page, name: string): Promise<void> {
  await calm(page);
  await page.addStyleTag({
    content: '.minimap, .zoom, .focus-exit, .crumb, .canvas-crumb { visibility: hidden !important }',
  });
  const png = await page.screenshot({ clip: await aroundNodes(page) });
  const small = await page.evaluate(
    async ({ source, size }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${source}`;
      await image.decode();
      const canvas = new OffscreenCanvas(size.width, size.height);
      const scale = Math.max(size.width / image.width, size.height / image.height);
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      const [width, height] = [image.width * scale, image.height * scale];
      context.drawImage(image, (size.width - width) / 2, (size.height - height) / 2, width, height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      return [...bytes];
    },
    { source: png.toString('base64'), size: EXAMPLE_PICTURE },
  );
  const bytes = Buffer.from(small);
  expect(sizeOf(bytes)).toEqual(EXAMPLE_PICTURE);
  const file = join(ROOT, 'examples/pictures', `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
