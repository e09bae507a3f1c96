"""The values that have no type of their own in Python."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class File:
    """A file of the user's. ``size_bytes`` and ``modified_ms`` are looked up where an output leaves them out."""

    path: str
    size_bytes: int | None = None
    modified_ms: float | None = None

    def completed(self) -> "File":
        """The same file with size and time. Raises OSError when it does not exist."""
        if self.size_bytes is not None and self.modified_ms is not None:
            return self
        status = os.stat(self.path)
        return File(os.path.abspath(self.path), status.st_size, status.st_mtime_ns // 1_000_000)


class Table:
    """A table: one Arrow IPC stream, read only when asked for.

    :ivar data: the stream's bytes
    :ivar rows: number of rows
    :ivar columns: ``[{"name": …, "type": …}]``
    """

    __slots__ = ("data", "rows", "columns")

    def __init__(self, data: Any, rows: int, columns: list[dict[str, str]]) -> None:
        self.data = memoryview(data).cast("B")
        self.rows = rows
        self.columns = columns

    def to_arrow(self) -> Any:
        """The pyarrow.Table over the same memory. Valid as long as the call lasts."""
        from .arrow import read_stream

        return read_stream(self.data)


class Tensor:
    """Marks a numpy array as a tensor on a port that would take it for something else."""

    __slots__ = ("array",)

    def __init__(self, array: Any) -> None:
        self.array = array


class Image:
    """Marks a numpy array (uint8, height x width [x 1, 3 or 4]) as an image on a port of any type."""

    __slots__ = ("array",)

    def __init__(self, array: Any) -> None:
        self.array = array


class ItemList(tuple):
    """A received list: immutable, so that passing it on costs nothing."""
