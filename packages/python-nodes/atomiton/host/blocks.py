"""Blocks: files of shared memory. Inputs are mapped read-only, outputs are written into files of our own."""

from __future__ import annotations

import errno
import mmap
import os
from typing import Any

from ..errors import NodeError

_STEP = 1 << 24
_MAX_FREE_BYTES = 256 << 20
_MAX_FREE_FILES = 32
_SMALLEST = 1 << 16


class MappedBlocks:
    """The input blocks of one call."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._open: list[tuple[memoryview, mmap.mmap]] = []

    def view(self, name: str, path: str, offset: int, length: int) -> memoryview:
        """The bytes of a block, mapped read-only."""
        if name not in self.names:
            self.names.append(name)
        if length == 0:
            return memoryview(b"")
        start = offset - offset % mmap.ALLOCATIONGRANULARITY
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            mapped = mmap.mmap(
                descriptor, offset - start + length, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ, offset=start
            )
        finally:
            os.close(descriptor)
        whole = memoryview(mapped)
        view = whole[offset - start :]
        self._open.append((whole, mapped))
        self._open.append((view, mapped))
        return view

    def close(self) -> bool:
        """Unmaps what nobody uses any more. False when node code still has views of some of it."""
        still = []
        for view, mapped in reversed(self._open):
            try:
                view.release()
                mapped.close()
            except BufferError:
                still.append((view, mapped))
        still.reverse()
        self._open = still
        return not still


class OutputBlocks:
    """Files that we write and the host reads. Those it has released are used again: their pages exist already."""

    def __init__(self, folder: str, prefix: str) -> None:
        self._folder = folder
        self._prefix = prefix
        self._counter = 0
        self._capacity: dict[str, int] = {}
        self._free: list[str] = []
        self._free_bytes = 0

    def write(self, data: Any) -> dict[str, Any]:
        """Copies the bytes into a block and returns its place on the wire."""
        view = memoryview(data).cast("B")
        length = len(view)
        name, is_new = self._take(length)
        path = os.path.join(self._folder, name)
        flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if is_new else 0)
        descriptor = os.open(path, flags, 0o600)
        try:
            written = 0
            while written < length:
                written += os.pwrite(descriptor, view[written : written + _STEP], written)
        except OSError as problem:
            os.unlink(path)
            self._capacity.pop(name, None)
            if problem.errno not in (errno.ENOSPC, errno.ENOMEM, errno.EFBIG, errno.EDQUOT):
                raise
            raise NodeError(
                "no-space",
                f"There is no room for an output of {length} bytes in {self._folder}.",
                "Close other runs, or give /dev/shm more space.",
                kind="resource",
            ) from None
        finally:
            os.close(descriptor)
        self._capacity[name] = max(length, self._capacity.get(name, 0))
        return {"at": "block", "name": name, "path": path, "offset": 0, "length": length}

    def release(self, names: list[str]) -> None:
        """The host has no more use for these."""
        for name in names:
            capacity = self._capacity.get(name)
            if capacity is None or name in self._free:
                continue
            self._free.append(name)
            self._free_bytes += capacity
        while self._free_bytes > _MAX_FREE_BYTES or len(self._free) > _MAX_FREE_FILES:
            self._forget(self._free.pop(0))

    def _take(self, length: int) -> tuple[str, bool]:
        for name in self._free:
            capacity = self._capacity[name]
            if length <= capacity <= max(2 * length, _SMALLEST):
                self._free.remove(name)
                self._free_bytes -= capacity
                return name, False
        self._counter += 1
        return f"{self._prefix}{self._counter}", True

    def _forget(self, name: str) -> None:
        self._free_bytes -= self._capacity.pop(name)
        try:
            os.unlink(os.path.join(self._folder, name))
        except FileNotFoundError:
            pass
