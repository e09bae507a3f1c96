"""Statistics of a tensor, of the channels of an image, or of columns of a table."""

from __future__ import annotations

import math
from typing import Any, Iterator

import numpy as np

from atomiton import Context, NodeError, Table

_CHANNELS = {1: ("gray",), 4: ("red", "green", "blue", "alpha")}
_NUMBERS = ("mean", "std", "min", "q25", "median", "q75", "max")


def run(context: Context) -> dict[str, Any]:
    bins = context.parameters["bins"]
    data = context.inputs["data"]
    wanted = context.parameters["columns"]
    found: dict[str, dict[str, Any]] = {}
    for name, values, missing, share in _series(data, wanted, context.kind("data")):
        found[name] = describe(values, missing, bins)
        context.progress(share, name)
    statistics: dict[str, Any] = {"columns": found}
    if len(found) == 1:
        statistics = {**next(iter(found.values())), **statistics}
    return {"statistics": statistics, "table": _as_table(found)}


def describe(values: np.ndarray, missing: int, bins: int) -> dict[str, Any]:
    """Statistics over the finite values of a one-dimensional array.

    ``std`` is that of the population; quantiles are interpolated linearly. What does not exist is None.
    """
    nan = infinite = 0
    if values.dtype.kind == "f":
        is_finite = np.isfinite(values)
        if not is_finite.all():
            nan = int(np.isnan(values).sum())
            infinite = int(values.size - is_finite.sum()) - nan
            values = values[is_finite]
        if values.dtype.itemsize == 2:
            values = values.astype(np.float32)
    elif values.dtype.kind == "b":
        values = values.astype(np.uint8)
    result: dict[str, Any] = {
        "count": int(values.size),
        "missing": missing,
        "nan": nan,
        "infinite": infinite,
        **dict.fromkeys(_NUMBERS),
        "histogram": None,
    }
    if values.size == 0:
        return result
    with np.errstate(all="ignore"):
        q25, median, q75 = np.quantile(values, (0.25, 0.5, 0.75))
        mean = float(values.mean(dtype=np.float64))
        result.update(
            mean=_finite(mean),
            std=_finite(_deviation(values, mean)),
            min=values.min().item(),
            q25=_finite(q25),
            median=_finite(median),
            q75=_finite(q75),
            max=values.max().item(),
            histogram=_histogram(values, bins),
        )
    return result


def _deviation(values: np.ndarray, mean: float) -> float:
    """Standard deviation in double precision, in pieces that fit a processor's cache."""
    total = 0.0
    for start in range(0, values.size, 1 << 16):
        difference = values[start : start + (1 << 16)].astype(np.float64) - mean
        total += float(difference @ difference)
    return math.sqrt(total / values.size)


def _histogram(values: np.ndarray, bins: int) -> dict[str, Any] | None:
    try:
        counts, edges = np.histogram(values, bins=bins)
    except (ValueError, OverflowError):
        # The range of the values is no double, or too narrow for that many bins.
        return None
    if not np.isfinite(edges).all():
        return None
    return {"edges": edges.astype(np.float64).tolist(), "counts": counts.tolist()}


def _finite(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None


def _series(data: Any, wanted: list[str], kind: str) -> Iterator[tuple[str, np.ndarray, int, float]]:
    """Names, values, number of missing values, and how much is done after them."""
    if isinstance(data, Table):
        yield from _columns(data, wanted)
        return
    if wanted:
        raise NodeError(
            "no-columns",
            f"Columns are chosen ({', '.join(wanted)}), but the input is {_what(data)}, expected a table.",
            "Empty the list of columns, or connect a table.",
            port="data",
            kind="validation",
        )
    if not isinstance(data, np.ndarray):
        raise NodeError(
            "wrong-input",
            f"Received {_what(data)}, expected a tensor, an image or a table.",
            port="data",
            kind="validation",
        )
    if data.size == 0:
        raise _empty(f"an array of the shape {'x'.join(map(str, data.shape))}")
    if kind == "image":
        names = _CHANNELS[data.shape[2]]
        for index, name in enumerate(names):
            yield name, data[:, :, index].reshape(-1), 0, (index + 1) / len(names)
        return
    yield "values", data.reshape(-1), 0, 1.0


def _columns(data: Table, wanted: list[str]) -> Iterator[tuple[str, np.ndarray, int, float]]:
    import pyarrow as pa

    table = data.to_arrow()
    known = ", ".join(f'"{field.name}" ({field.type})' for field in table.schema)
    for name in wanted:
        if name not in table.column_names:
            raise NodeError(
                "column-not-found",
                f'There is no column "{name}"; the table has: {known}.',
                port="columns",
                kind="validation",
            )
    names = list(dict.fromkeys(wanted)) or [
        field.name for field in table.schema if _is_numeric(pa, field.type)
    ]
    if not names:
        raise NodeError(
            "no-numeric-column",
            f"The table has no numeric column; it has: {known or 'no columns'}.",
            "Convert a column to numbers first, for example where it is read.",
            port="data",
            kind="validation",
        )
    if table.num_rows == 0:
        raise _empty(f"a table of 0 rows with the columns {known}")
    for index, name in enumerate(names):
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if not (_is_numeric(pa, column.type) or pa.types.is_boolean(column.type)):
            numeric = [field.name for field in table.schema if _is_numeric(pa, field.type)]
            raise NodeError(
                "not-numeric",
                f'The column "{name}" holds {column.type}, expected numbers; '
                f"numeric columns are: {', '.join(numeric) or 'none'}.",
                port="columns",
                kind="validation",
            )
        if pa.types.is_decimal(column.type):
            column = column.cast(pa.float64())
        values = column.drop_null().to_numpy() if column.null_count else column.to_numpy()
        yield name, values, column.null_count, (index + 1) / len(names)


def _is_numeric(pa: Any, kind: Any) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)


def _as_table(found: dict[str, dict[str, Any]]) -> Any:
    import pyarrow as pa

    fields: dict[str, Any] = {"column": pa.array(found.keys(), pa.string())}
    for key in ("count", "missing", "nan", "infinite"):
        fields[key] = pa.array([series[key] for series in found.values()], pa.int64())
    for key in _NUMBERS:
        numbers = [None if series[key] is None else float(series[key]) for series in found.values()]
        fields[key] = pa.array(numbers, pa.float64())
    return pa.table(fields)


def _empty(what: str) -> NodeError:
    return NodeError(
        "empty-input",
        f"Received {what}: there are no values to look at.",
        "Check what the node before gives.",
        port="data",
        kind="validation",
    )


def _what(data: Any) -> str:
    if isinstance(data, np.ndarray):
        return f"an array of the shape {'x'.join(map(str, data.shape))}"
    names = {memoryview: "bytes", str: "text", bool: "a truth value", int: "a number", float: "a number"}
    return names.get(type(data), f"a {type(data).__name__}")
