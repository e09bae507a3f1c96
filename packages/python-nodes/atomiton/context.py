"""What node code is given for one call."""

from __future__ import annotations

from typing import Any, Mapping


class Context:
    """One call of a node.

    :ivar inputs: values by input port; a port that nothing is connected to is absent
    :ivar parameters: all parameters, checked and complete
    :ivar number: number of the item, from 0
    """

    __slots__ = ("inputs", "parameters", "number", "_call")

    def __init__(
        self, inputs: Mapping[str, Any], parameters: Mapping[str, Any], number: int, call: Any
    ) -> None:
        self.inputs = inputs
        self.parameters = parameters
        self.number = number
        #: What takes the products of the call: emit(outputs), progress(fraction, message), log(level, text), kind(port).
        self._call = call

    def kind(self, port: str) -> str:
        """What a connected input is: ``json``, ``bytes``, ``table``, ``tensor``, ``image``, ``file`` or ``list``."""
        return self._call.kind(port)

    def emit(self, outputs: Mapping[str, Any] | None = None, **by_name: Any) -> None:
        """Publishes one set of outputs now: ``context.emit(total=3)`` or ``context.emit({"total": 3})``."""
        self._call.emit({**(outputs or {}), **by_name})

    def progress(self, fraction: float, message: str | None = None) -> None:
        """Tells how much is done, from 0 to 1."""
        self._call.progress(fraction, message)

    def log(self, text: str, level: str = "info") -> None:
        """Writes a line to the node's log. ``level`` is ``debug``, ``info``, ``warn`` or ``error``."""
        self._call.log(level, text)
