"""Prints to both outputs."""

import sys


def run(_context):
    print("printed one")
    print("printed two")
    print("printed to stderr", file=sys.stderr)
