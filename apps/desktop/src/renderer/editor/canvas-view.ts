/** What commands may ask of the canvas on screen. Flow coordinates are canvas units. */
export interface CanvasView {
  /** Brings a node to the middle, selected. */
  centre(node: string): void;
  /** Shows these elements whole, or without ids everything. Canvas ids of nodes, groups and notes. */
  fit(ids?: Iterable<string>): void;
  zoomBy(factor: number): void;
  zoomTo(zoom: number): void;
  /** The canvas point in the middle of what is visible. */
  middle(): { x: number; y: number };
  toFlow(screen: { x: number; y: number }): { x: number; y: number };
  /** The node at a point of the window where nodes are drawn as boxes; undefined where they are real elements. */
  farNodeAt(screen: { x: number; y: number }): string | undefined;
  /** The last place of the pointer over the canvas, in window pixels, or the middle. */
  pointer(): { x: number; y: number };
  /** Puts the keyboard on what is selected, or on the canvas itself. */
  focus(): void;
  /** Puts the keyboard on a node, group or note, or an edge. */
  focusElement(id: string): void;
  /** Opens the menu of an element, or without one that of the canvas. */
  openMenu(id?: string): void;
}
