"""What node code is given for one call."""

from __future__ import annotations

from typing import Any, Callable, Mapping


class Context:
    """One call of a node.

    :ivar inputs: values by input port; a port that nothing is connected to is absent
    :ivar kinds: what each input is: ``json``, ``bytes``, ``table``, ``tensor``, ``image``, ``file`` or ``list``
    :ivar parameters: all parameters, checked and complete
    :ivar number: number of the item, from 0
    """

    __slots__ = ("inputs", "kinds", "parameters", "number", "_emit", "_progress", "_log")

    def __init__(
        self,
        inputs: Mapping[str, Any],
        kinds: Mapping[str, str],
        parameters: Mapping[str, Any],
        number: int,
        emit: Callable[[Mapping[str, Any]], None],
        progress: Callable[[float, "str | None"], None],
        log: Callable[[str, str], None],
    ) -> None:
        self.inputs = inputs
        self.kinds = kinds
        self.parameters = parameters
        self.number = number
        self._emit = emit
        self._progress = progress
        self._log = log

    def emit(self, outputs: Mapping[str, Any] | None = None, **by_name: Any) -> None:
        """Publishes one set of outputs now: ``context.emit(total=3)`` or ``context.emit({"total": 3})``."""
        self._emit({**(outputs or {}), **by_name})

    def progress(self, fraction: float, message: str | None = None) -> None:
        """Tells how much is done, from 0 to 1."""
        self._progress(fraction, message)

    def log(self, text: str, level: str = "info") -> None:
        """Writes a line to the node's log. ``level`` is ``debug``, ``info``, ``warn`` or ``error``."""
        self._log(level, text)
