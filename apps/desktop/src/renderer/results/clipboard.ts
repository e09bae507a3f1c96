/** Copies text by the page's own copy event, which needs no permission but a key or click shortly before. */
function copyByEvent(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    event.clipboardData?.setData('text/plain', text);
  };
  window.addEventListener('copy', onCopy, { capture: true, once: true });
  const copied = document.execCommand('copy');
  window.removeEventListener('copy', onCopy, { capture: true });
  return copied;
}

/** Puts text on the clipboard. False where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  if (copyByEvent(text)) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Puts a picture on the clipboard. False where the browser refuses. */
export async function copyPicture(png: Promise<Blob>): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    return false;
  }
}
