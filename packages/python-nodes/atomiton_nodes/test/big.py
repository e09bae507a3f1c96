"""Bytes of `megabytes` MB; byte i is i mod 256."""

import numpy as np


def run(context):
    megabytes = context.parameters["megabytes"]
    return {"bytes": np.tile(np.arange(256, dtype=np.uint8), megabytes << 12).data}
