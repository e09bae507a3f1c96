"""Write a node in Python.

A node is a module with a function ``run(context)``, or with a class ``Node`` where it keeps something between calls::

    import numpy as np

    def run(context):
        image = context.inputs["image"]          # numpy array, height x width x channels, read-only
        context.progress(0.5, "half way")
        print("printed lines appear in the log of the node")
        return {"mean": float(np.mean(image))}

    class Node:
        def __init__(self, parameters): ...
        def call(self, context): ...
        def snapshot(self) -> bytes: ...
        def restore(self, state: bytes): ...

``run`` and ``call`` return one set of outputs by port name, call ``context.emit`` any number of times, or yield sets.

What values are in Python:

======== ==============================================================================================
json     None, bool, int, float, str, list, dict
bytes    memoryview (read-only); bytes, bytearray or memoryview as an output
table    :class:`Table`; a pyarrow table, record batch or Table as an output
tensor   numpy array
image    numpy array of uint8, height x width x channels (1 or 4; an output may have 3)
file     :class:`File`
list     tuple of the above; list or tuple as an output
======== ==============================================================================================
"""

from .context import Context
from .errors import NodeError
from .values import File, Image, Table, Tensor

__version__ = "0.1.0"
__all__ = ["Context", "File", "Image", "NodeError", "Table", "Tensor", "__version__"]
