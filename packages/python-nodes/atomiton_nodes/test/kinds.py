"""A value of each kind that is not JSON, the same in every run."""

import os

import numpy as np
import pyarrow as pa

from atomiton import File, Image, Tensor


def run(context):
    tensor = np.arange(4 * 5 * 6, dtype=np.float64).reshape(4, 5, 6)
    tensor[0, 0, 0] = np.nan
    tensor[3, 4, 5] = np.inf
    rows, columns = np.indices((2000, 3000))
    picture = np.stack([rows % 256, columns % 256, (rows + columns) % 256], axis=-1).astype(np.uint8)
    path = os.path.join(context.parameters["folder"], "kinds.txt")
    with open(path, "w") as file:
        file.write("twelve bytes")
    tables = [pa.table({"item": [number], "square": [number * number]}) for number in range(450)]
    return {
        "tensor": Tensor(tensor),
        "bytes": bytes(number * 7 % 256 for number in range(100_003)),
        "tables": tables,
        "file": File(path),
        "picture": Image(picture),
    }
