"""The Python nodes: pack folders with one module a node."""
