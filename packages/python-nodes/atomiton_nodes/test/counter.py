"""Counts its calls from `start` on."""


class Node:
    def __init__(self, parameters):
        self.total = parameters["start"]

    def call(self, _context):
        self.total += 1
        return {"total": self.total}

    def snapshot(self):
        return str(self.total).encode()

    def restore(self, state):
        self.total = int(state)
