"""Arrow IPC streams. pyarrow is imported here only, at the first table: it takes 0.1 s."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from .errors import NodeError

_UNITS = {"s": "SECOND", "ms": "MILLISECOND", "us": "MICROSECOND", "ns": "NANOSECOND"}


def read_stream(data: memoryview) -> pa.Table:
    """Reads a whole stream without copying it."""
    try:
        return pa.ipc.open_stream(pa.py_buffer(data)).read_all()
    except pa.ArrowInvalid as problem:
        raise NodeError(
            "bad-table",
            f"Received {len(data)} bytes that are no Arrow IPC stream: {problem}.",
            kind="validation",
        ) from None


def write_stream(table: Any) -> tuple[memoryview, int, list[dict[str, str]]]:
    """Writes a pyarrow table or record batch as one stream: bytes, rows, columns."""
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    elif isinstance(table, pa.RecordBatchReader):
        table = table.read_all()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=1 << 20)
    columns = [{"name": field.name, "type": type_name(field.type)} for field in table.schema]
    return memoryview(sink.getvalue()), table.num_rows, columns


def type_name(kind: pa.DataType) -> str:
    """The name the editor shows: that of the JavaScript library, for example ``Int64``, ``Utf8``, ``Timestamp<MICROSECOND>``."""
    types = pa.types
    if types.is_boolean(kind):
        return "Bool"
    if types.is_integer(kind):
        return ("Int" if types.is_signed_integer(kind) else "Uint") + str(kind.bit_width)
    if types.is_floating(kind):
        return f"Float{kind.bit_width}"
    if types.is_string(kind):
        return "Utf8"
    if types.is_large_string(kind):
        return "LargeUtf8"
    if types.is_binary(kind):
        return "Binary"
    if types.is_timestamp(kind):
        zone = f", {kind.tz}" if kind.tz else ""
        return f"Timestamp<{_UNITS[kind.unit]}{zone}>"
    if types.is_date32(kind):
        return "Date32<DAY>"
    if types.is_date64(kind):
        return "Date64<MILLISECOND>"
    if types.is_dictionary(kind):
        return f"Dictionary<{type_name(kind.index_type)}, {type_name(kind.value_type)}>"
    if types.is_null(kind):
        return "Null"
    return str(kind)
