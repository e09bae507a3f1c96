/** What commands may ask of the canvas on screen. Flow coordinates are canvas units. */
export interface CanvasView {
  /** Brings a node to the middle, selected. */
  centre(node: string): void;
  fit(): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** The canvas point in the middle of what is visible. */
  middle(): { x: number; y: number };
  toFlow(screen: { x: number; y: number }): { x: number; y: number };
  /** The last place of the pointer over the canvas, in window pixels, or the middle. */
  pointer(): { x: number; y: number };
  focus(): void;
}
