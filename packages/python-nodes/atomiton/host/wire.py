"""Values on the wire: from a call's message into Python, from Python into an emit."""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

import numpy as np

from ..errors import NodeError
from ..identity import identity_of, json_form, number_text
from ..values import File, Image, ItemList, Table, Tensor
from .blocks import MappedBlocks, OutputBlocks
from .frames import pack, unpack

INLINE_LIMIT = 64 * 1024
_SAFE_INTEGER = 2.0**53
_DTYPES = frozenset(
    "bool int8 uint8 int16 uint16 int32 uint32 int64 uint64 float16 float32 float64".split()
)
_FORMATS = {"rgba8": 4, "gray8": 1}
#: What can be nothing but JSON; a list may hold values of other kinds.
PLAIN = frozenset((type(None), bool, int, float, str, dict))
SCALARS = frozenset((type(None), bool, int, float))
_WITH_NUMBERS = frozenset((float, list, dict))


class Incoming:
    """The values of one call. Remembers where each came from, so that passing one on copies nothing."""

    __slots__ = ("_body", "_blocks", "origins")

    def __init__(self, body: memoryview, blocks: MappedBlocks | None) -> None:
        self._body = body
        self._blocks = blocks
        #: id of the Python object → (the object, its wire form)
        self.origins: dict[int, tuple[Any, dict[str, Any]]] = {}

    def value(self, wire: dict[str, Any]) -> Any:
        kind = wire["kind"]
        if kind == "json":
            if wire.get("payload") is not None:
                return _integral(unpack(self.bytes(wire["payload"])))
            json = wire["json"]
            return _integral(json) if type(json) in _WITH_NUMBERS else json
        if kind == "file":
            result: Any = File(wire["path"], int(wire["sizeBytes"]), wire["modifiedMs"])
        elif kind == "list":
            result = ItemList(self.value(item) for item in wire["items"])
        else:
            data = self.bytes(wire["payload"])
            if kind == "bytes":
                result = data[:]
            elif kind == "table":
                result = Table(data, wire["rows"], wire["columns"])
            elif kind == "tensor":
                result = np.frombuffer(data, dtype=wire["dtype"]).reshape(wire["shape"])
            elif kind == "image":
                shape = (wire["height"], wire["width"], _FORMATS[wire["format"]])
                result = np.frombuffer(data, dtype=np.uint8).reshape(shape)
            else:
                raise NodeError("bad-value", f"Received a value of the unknown kind {kind!r}.")
        self.origins[id(result)] = (result, wire)
        return result

    def bytes(self, payload: dict[str, Any]) -> memoryview:
        if payload["at"] == "body":
            return self._body[payload["offset"] : payload["offset"] + payload["length"]]
        assert self._blocks is not None
        return self._blocks.view(payload["path"], payload["offset"], payload["length"])


def _integral(value: Any) -> Any:
    """JSON has one kind of number: whole ones beyond 32 bits come as doubles and are integers here, too."""
    if type(value) is float:
        return int(value) if -_SAFE_INTEGER < value < _SAFE_INTEGER and value == int(value) else value
    if type(value) is list:
        return [_integral(item) for item in value]
    if type(value) is dict:
        return {key: _integral(item) for key, item in value.items()}
    return value


parameters_form: Callable[[Any], Any] = _integral


def json_wire(value: Any, port: str) -> tuple[dict[str, Any], int]:
    """Plain data on the wire, and the length of its text. Raises NodeError that names the place of what JSON cannot hold."""
    try:
        plain, text = json_form(value)
    except NodeError as problem:
        problem.port = port
        problem.message = problem.message.replace("The output at $", f"The output {port}", 1)
        raise
    return {"kind": "json", "json": plain, "identity": identity_of("json:" + text)}, len(text)


class Outgoing:
    """One set of outputs on its way: wire forms, and the body that holds the small payloads."""

    def __init__(self, blocks: OutputBlocks, incoming: Incoming) -> None:
        self.body: list[Any] = []
        self.identity_ns = 0
        self._offset = 0
        self._blocks = blocks
        self._incoming = incoming

    def wire(self, value: Any, port: str, port_type: str) -> dict[str, Any]:
        if type(value) in PLAIN:
            return self.json(value, port)
        origin = self._incoming.origins.get(id(value))
        if origin is not None and origin[0] is value:
            return self._same(origin[1])
        if isinstance(value, np.ndarray):
            return self._image(value, port) if port_type == "image" else self._tensor(value, port)
        if isinstance(value, (bytes, bytearray, memoryview)):
            return self._with_payload({"kind": "bytes"}, "bytes:", memoryview(value).cast("B"))
        if isinstance(value, Table):
            return self._table(value.data, value.rows, value.columns)
        if isinstance(value, Tensor):
            return self._tensor(np.asarray(value.array), port)
        if isinstance(value, Image):
            return self._image(np.asarray(value.array), port)
        if isinstance(value, File):
            return self._file(value, port)
        if type(value).__module__.partition(".")[0] == "pyarrow":
            from ..arrow import write_stream

            return self._table(*write_stream(value))
        if isinstance(value, ItemList) or (port_type.startswith("list<") and _holds_values(value)):
            return self._list(value, port, port_type[5:-1] if port_type.startswith("list<") else "any")
        if isinstance(value, np.generic) and port_type == "tensor":
            return self._tensor(np.asarray(value), port)
        return self.json(value, port)

    def json(self, value: Any, port: str) -> dict[str, Any]:
        """Plain data on the wire: in the head where it is small, in the body else."""
        wire, size = json_wire(value, port)
        if size < INLINE_LIMIT:
            return wire
        return {"kind": "json", "identity": wire["identity"], "payload": self._in_body(pack(wire["json"]))}

    def _same(self, wire: dict[str, Any]) -> dict[str, Any]:
        """A received value that is passed on: its bytes, or the same block, under the same identity."""
        if wire["kind"] == "list":
            return {**wire, "items": [self._same(item) for item in wire["items"]]}
        payload = wire.get("payload")
        if payload is None or payload["at"] != "body":
            return wire
        return {**wire, "payload": self._in_body(self._incoming.bytes(payload))}

    def _in_body(self, data: memoryview) -> dict[str, Any]:
        place = {"at": "body", "offset": self._offset, "length": len(data)}
        self.body.append(data)
        self._offset += len(data)
        return place

    def _with_payload(self, wire: dict[str, Any], preimage: str, data: memoryview) -> dict[str, Any]:
        if len(data) < INLINE_LIMIT:
            wire["payload"] = self._in_body(data)
            wire["identity"] = identity_of(preimage, data)
            return wire
        wire["payload"] = self._blocks.write(data)
        begun = time.perf_counter_ns()
        wire["identity"] = identity_of(preimage, data)
        self.identity_ns += time.perf_counter_ns() - begun
        return wire

    def _tensor(self, array: np.ndarray, port: str) -> dict[str, Any]:
        dtype = array.dtype.name
        if dtype not in _DTYPES:
            raise NodeError(
                "bad-dtype",
                f"The output {port} is an array of {array.dtype}, expected one of {', '.join(sorted(_DTYPES))}.",
                "Convert it with .astype(…).",
                port=port,
            )
        shape = list(array.shape)
        preimage = f"tensor:{dtype}:{'x'.join(map(str, shape))}"
        return self._with_payload({"kind": "tensor", "dtype": dtype, "shape": shape}, preimage, _flat(array))

    def _image(self, array: np.ndarray, port: str) -> dict[str, Any]:
        if array.dtype != np.uint8 or not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3, 4))):
            raise NodeError(
                "bad-image",
                f"The output {port} is an array of {array.dtype} with the shape {array.shape}, "
                "expected uint8 with height x width [x 1, 3 or 4 channels].",
                "Scale to 0 … 255 and convert with .astype(numpy.uint8).",
                port=port,
            )
        if array.ndim == 3 and array.shape[2] == 3:
            opaque = np.full((*array.shape[:2], 1), 255, np.uint8)
            array = np.concatenate((array, opaque), axis=2)
        height, width = array.shape[:2]
        name = "rgba8" if array.ndim == 3 and array.shape[2] == 4 else "gray8"
        wire = {"kind": "image", "width": width, "height": height, "format": name}
        return self._with_payload(wire, f"image:{name}:{width}x{height}", _flat(array))

    def _table(self, data: memoryview, rows: int, columns: list[dict[str, str]]) -> dict[str, Any]:
        return self._with_payload({"kind": "table", "rows": rows, "columns": columns}, "table:", data)

    def _file(self, value: File, port: str) -> dict[str, Any]:
        try:
            file = value.completed()
        except OSError as problem:
            raise NodeError(
                "file-not-found",
                f"The output {port} is the file {value.path}, which cannot be read: {problem.strerror}.",
                port=port,
            ) from None
        modified = number_text(float(file.modified_ms or 0))
        return {
            "kind": "file",
            "path": file.path,
            "sizeBytes": file.size_bytes,
            "modifiedMs": file.modified_ms,
            "identity": identity_of(f"file:{file.path}:{file.size_bytes}:{modified}"),
        }

    def _list(self, items: Any, port: str, item_type: str) -> dict[str, Any]:
        wires = [self.wire(item, f"{port}.{index}", item_type) for index, item in enumerate(items)]
        preimage = "list:" + ",".join(wire["identity"] for wire in wires)
        return {"kind": "list", "items": wires, "identity": identity_of(preimage)}


def _holds_values(value: Any) -> bool:
    """True for a list with an item that is no plain JSON."""
    plain = (type(None), bool, int, float, str, dict, list, tuple)
    return isinstance(value, (list, tuple)) and any(not isinstance(item, plain) for item in value)


def _flat(array: np.ndarray) -> memoryview:
    """The bytes of an array, row-major and little endian; copied only where they are not so already."""
    if array.dtype.byteorder == ">" or (array.dtype.byteorder == "=" and sys.byteorder == "big"):
        array = array.astype(array.dtype.newbyteorder("<"))
    return np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
