"""Gives back every byte inverted."""

import numpy as np


def run(context):
    return {"bytes": np.invert(np.frombuffer(context.inputs["bytes"], dtype=np.uint8)).data}
