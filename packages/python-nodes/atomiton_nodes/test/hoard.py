"""Keeps a view of the first input for ever, and gives the sums of it and of the present one."""

import numpy as np

print("hoard is loaded")


class Node:
    def __init__(self, _parameters):
        print("hoard is opened")
        self.kept = None

    def call(self, context):
        data = np.frombuffer(context.inputs["bytes"], dtype=np.uint8)
        if self.kept is None:
            self.kept = data[::2]
        return {"kept": int(self.kept.sum()), "present": int(data.sum())}
