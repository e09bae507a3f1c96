"""Calls node code as the host does, without a process around it."""

from __future__ import annotations

from typing import Any

from atomiton import Context
from atomiton.arrow import write_stream
from atomiton.values import Table


class Recorded:
    """Takes what a call produces."""

    def __init__(self, kinds: dict[str, str]) -> None:
        self.kinds = kinds
        self.emitted: list[Any] = []
        self.fractions: list[float] = []

    def emit(self, outputs: Any) -> None:
        self.emitted.append(outputs)

    def progress(self, fraction: float, _message: str | None) -> None:
        self.fractions.append(fraction)

    def log(self, _level: str, _text: str) -> None:
        pass

    def kind(self, port: str) -> str:
        return self.kinds[port]


def context(inputs: dict[str, Any], parameters: dict[str, Any], **kinds: str) -> Context:
    return Context(inputs, parameters, 0, Recorded(kinds))


def table(columns: Any) -> Table:
    """A received table made of a pyarrow table."""
    return Table(*write_stream(columns))
