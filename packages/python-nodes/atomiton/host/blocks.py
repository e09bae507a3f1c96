"""Blocks: files of shared memory. Inputs are mapped read-only, outputs are written into files of our own."""

from __future__ import annotations

import errno
import mmap
import os
import weakref
from typing import Any

import numpy as np

from ..errors import NodeError

_STEP = 1 << 24
_MAX_FREE_BYTES = 256 << 20
_MAX_FREE_FILES = 32
_SMALLEST = 1 << 16
_MAX_MAPPED_FILES = 8
_MAX_MAPPED_BYTES = 256 << 20


class InputMaps:
    """Mappings of input files, read-only. The host uses its files again, so the last ones stay mapped for a while."""

    def __init__(self) -> None:
        self._maps: dict[str, np.ndarray] = {}
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._maps)

    def take(self, path: str, end: int) -> np.ndarray:
        """The bytes of a whole file that has at least `end` of them."""
        mapped = self._maps.pop(path, None)
        if mapped is None or len(mapped) < end:
            self._bytes -= 0 if mapped is None else len(mapped)
            mapped = self._map(path)
            self._bytes += len(mapped)
        self._maps[path] = mapped
        if len(mapped) < end:
            raise NodeError("bad-block", f"The block {path} has {len(mapped)} bytes, {end} were expected.")
        return mapped

    def _map(self, path: str) -> np.ndarray:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            mapped = mmap.mmap(descriptor, 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
        finally:
            os.close(descriptor)
        return np.frombuffer(mapped, np.uint8)

    def trim(self, max_files: int = _MAX_MAPPED_FILES, max_bytes: int = _MAX_MAPPED_BYTES) -> None:
        """Lets the mappings go that were used longest ago. Those with views live on as long as these."""
        while len(self._maps) > max_files or self._bytes > max_bytes:
            self._bytes -= len(self._maps.pop(next(iter(self._maps))))


class MappedBlocks:
    """The input blocks of one call."""

    def __init__(self, maps: InputMaps) -> None:
        self.names: list[str] = []
        self._maps = maps
        #: Each lives as long as node code has views of it, numpy arrays and slices included.
        self._exporters: list[weakref.ref[np.ndarray]] = []

    def view(self, path: str, offset: int, length: int) -> memoryview:
        """The bytes of a block, read-only."""
        if length == 0:
            return memoryview(b"")
        exporter = self._maps.take(path, offset + length)[offset : offset + length]
        self._exporters.append(weakref.ref(exporter))
        return memoryview(exporter)

    def are_unused(self) -> bool:
        """True when node code has no views any more."""
        self._exporters = [exporter for exporter in self._exporters if exporter() is not None]
        if self._exporters:
            return False
        self._maps.trim()
        return True


class OutputBlocks:
    """Files that we write and the host reads. Those it has released are used again: their pages exist already."""

    def __init__(self, folder: str, prefix: str) -> None:
        self._folder = folder
        self._prefix = prefix
        self._counter = 0
        self._capacity: dict[str, int] = {}
        self._free: list[str] = []
        self._free_bytes = 0
        #: Files that were used again: copying into pages that are mapped is four times as fast as writing.
        self._maps: dict[str, mmap.mmap] = {}

    def write(self, data: Any) -> dict[str, Any]:
        """Copies the bytes into a block and returns its place on the wire."""
        view = memoryview(data).cast("B")
        length = len(view)
        name, is_new = self._take(length)
        path = os.path.join(self._folder, name)
        if is_new:
            self._create(path, view)
        elif length > 0:
            mapped = self._maps.get(name)
            if mapped is None:
                mapped = self._maps[name] = self._map(path)
            mapped[:length] = view
        self._capacity[name] = max(length, self._capacity.get(name, 0))
        return {"at": "block", "name": name, "path": path, "offset": 0, "length": length}

    def _create(self, path: str, view: memoryview) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            written = 0
            while written < len(view):
                written += os.pwrite(descriptor, view[written : written + _STEP], written)
        except OSError as problem:
            os.unlink(path)
            if problem.errno not in (errno.ENOSPC, errno.ENOMEM, errno.EFBIG, errno.EDQUOT):
                raise
            raise NodeError(
                "no-space",
                f"There is no room for an output of {len(view)} bytes in {self._folder}.",
                "Close other runs, or give /dev/shm more space.",
                kind="resource",
            ) from None
        finally:
            os.close(descriptor)

    def _map(self, path: str) -> mmap.mmap:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            return mmap.mmap(descriptor, 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ | mmap.PROT_WRITE)
        finally:
            os.close(descriptor)

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
        self._maps.pop(name, None)
        try:
            os.unlink(os.path.join(self._folder, name))
        except FileNotFoundError:
            pass
