"""Run with `.venv/bin/python -m unittest` in this folder."""
