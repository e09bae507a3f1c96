"""Frames: ``u32le total | u32le head length | msgpack head | body`` with total = 4 + head + body."""

from __future__ import annotations

import functools
import os
import struct
import threading
from typing import Any, Sequence

import msgpack

from ..errors import NodeError

_CHUNK = 1 << 16
_unpack_lengths = struct.Struct("<II").unpack_from
_pack_lengths = struct.Struct("<II").pack
# Half a surrogate pair (a file name that is no UTF-8) becomes a question mark: a message never fails for its words.
_packer = msgpack.Packer(use_bin_type=True, autoreset=True, unicode_errors="replace")
_JOIN_LIMIT = 1 << 16
#: The host refuses more.
_MAX_FRAME = 256 << 20
unpack = functools.partial(msgpack.unpackb, unicode_errors="replace")
_NOTHING = memoryview(b"")


def pack(value: Any) -> bytes:
    """One msgpack value."""
    return msgpack.packb(value, use_bin_type=True)


class FrameReader:
    """Reads frames from a pipe. A body is a view of the bytes as they arrived."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._rest = b""

    def read(self) -> tuple[dict[str, Any], memoryview] | None:
        """The next frame, or None at the end of the pipe."""
        data = self._rest or os.read(self._descriptor, _CHUNK)
        while len(data) < 8:
            more = os.read(self._descriptor, _CHUNK)
            if not more:
                return None
            data += more
        total, head_length = _unpack_lengths(data)
        end = 4 + total
        if len(data) < end:
            data = self._fill(data, end)
            if data is None:
                return None
        self._rest = data[end:] if len(data) > end else b""
        body_start = 8 + head_length
        head = unpack(data[8:body_start])
        if body_start == end:
            return head, _NOTHING
        return head, memoryview(data)[body_start:end].toreadonly()

    def _fill(self, data: bytes, end: int) -> bytes | None:
        """Reads on until `end` bytes are there, into one buffer."""
        joined = bytearray(end)
        joined[: len(data)] = data
        filled = len(data)
        view = memoryview(joined)
        while filled < end:
            count = os.readv(self._descriptor, [view[filled:]])
            if count == 0:
                return None
            filled += count
        view.release()
        return joined


class FrameWriter:
    """Writes frames to a pipe; threads of node code may do so at the same time."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lock = threading.Lock()
        #: Frames that wait for the next one, so that both leave in one write.
        self._waiting = b""

    def send(self, head: dict[str, Any], body: Sequence[Any] = (), with_next: bool = False) -> None:
        """Sends one frame. `with_next` lets a small one wait for the next, which follows at once."""
        with self._lock:
            packed = _packer.pack(head)
            if not body:
                data = self._waiting + _pack_lengths(4 + len(packed), len(packed)) + packed
            else:
                length = sum(map(len, body))
                if len(packed) + length > _MAX_FRAME:
                    raise NodeError(
                        "message-too-large",
                        f"One set of outputs has {length} bytes of plain data and small values, "
                        f"{_MAX_FRAME} are allowed.",
                        "Give large data as table, tensor, image or bytes.",
                        kind="resource",
                    )
                prefix = _pack_lengths(4 + len(packed) + length, len(packed))
                if length > _JOIN_LIMIT:
                    self._write(self._waiting + prefix + packed)
                    self._waiting = b""
                    for part in body:
                        self._write(part)
                    return
                data = b"".join((self._waiting, prefix, packed, *body))
            self._waiting = b""
            if with_next:
                self._waiting = data
            else:
                self._write(data)

    def _write(self, data: Any) -> None:
        written = os.write(self._descriptor, data)
        if written == len(data):
            return
        view = memoryview(data)
        while written < len(view):
            written += os.write(self._descriptor, view[written:])
