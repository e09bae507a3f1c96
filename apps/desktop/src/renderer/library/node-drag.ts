/** The type under which a dragged node type travels in a DataTransfer. */
export const NODE_DRAG_TYPE = 'application/x-atomiton-node';
