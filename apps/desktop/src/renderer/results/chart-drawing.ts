const MARGIN = 12;
const SCALE = 2;

/** Colours and fonts of the page, written into a copy of the drawing so that it looks the same elsewhere. */
export function standaloneSvg(svg: SVGSVGElement, background: string): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const width = svg.clientWidth || Number(svg.getAttribute('width'));
  const height = svg.clientHeight || Number(svg.getAttribute('height'));
  const originals = [svg, ...svg.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  for (const [index, original] of originals.entries()) {
    const style = getComputedStyle(original);
    const target = copies[index];
    if (target === undefined) continue;
    for (const name of ['fill', 'stroke']) {
      if (original.hasAttribute(name) || original === svg)
        target.setAttribute(name, style.getPropertyValue(name));
    }
    if (original.tagName === 'text' || original === svg) {
      target.setAttribute('font-family', 'Inter, system-ui, sans-serif');
      target.setAttribute('font-size', style.fontSize);
    }
    if (original === svg) target.setAttribute('color', style.color);
    target.removeAttribute('class');
  }
  // The page's own style sheet names classes that exist there alone.
  for (const style of copy.querySelectorAll('style')) style.remove();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('viewBox', `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}`);
  copy.setAttribute('width', String(width + 2 * MARGIN));
  copy.setAttribute('height', String(height + 2 * MARGIN));
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({
    x: -MARGIN,
    y: -MARGIN,
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN,
    fill: background,
    stroke: 'none',
  })) {
    paper.setAttribute(name, String(value));
  }
  copy.prepend(paper);
  return new XMLSerializer().serializeToString(copy);
}

/** Text as base64 of its UTF-8 bytes. */
export function base64Of(text: string): string {
  let letters = '';
  for (const byte of new TextEncoder().encode(text)) letters += String.fromCharCode(byte);
  return btoa(letters);
}

/** The drawing as PNG, twice as fine as on the screen. Base64. */
export async function drawPng(svgText: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;base64,${base64Of(svgText)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  const context = canvas.getContext('2d');
  context?.scale(SCALE, SCALE);
  context?.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}
