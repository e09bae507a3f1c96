"""Nodes that the contract of the runtimes is tested with."""
