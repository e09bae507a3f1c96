"""The sum of all bytes."""

import numpy as np


def run(context):
    data = np.frombuffer(context.inputs["bytes"], dtype=np.uint8)
    return {"sum": int(data.sum(dtype=np.uint64))}
