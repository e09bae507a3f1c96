"""Nodes of the core pack."""
