import type { NodeState } from '@atomiton/contracts';

const STATE_TOKENS: Partial<Record<NodeState, string>> = {
  running: '--running',
  retrying: '--warn',
  done: '--ok',
  cached: '--cached',
  failed: '--error',
};

/** Whether a state has a colour of its own; all others are drawn as idle. */
export function isColored(state: NodeState | undefined): boolean {
  return state !== undefined && STATE_TOKENS[state] !== undefined;
}

/** The colour that stands for a node's state where it is drawn as a box; read from the tokens in force. */
export function stateColors(style: CSSStyleDeclaration): (state: NodeState | undefined) => string {
  const idle = style.getPropertyValue('--line-strong');
  const colors = new Map(
    Object.entries(STATE_TOKENS).map(([state, token]) => [state, style.getPropertyValue(token)]),
  );
  return (state) => colors.get(state ?? 'idle') ?? idle;
}

/** Makes a bitmap as fine as the display, cleared, with a context that counts in CSS pixels. */
export function freshContext(
  element: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const ratio = window.devicePixelRatio;
  const pixelWidth = Math.round(width * ratio);
  const pixelHeight = Math.round(height * ratio);
  if (element.width !== pixelWidth || element.height !== pixelHeight) {
    element.width = pixelWidth;
    element.height = pixelHeight;
  }
  const context = element.getContext('2d');
  if (context === null) return undefined;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}
