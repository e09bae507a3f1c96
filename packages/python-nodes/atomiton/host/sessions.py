"""Opened nodes: finding their code, calling it, telling what went wrong in the user's terms."""

from __future__ import annotations

import importlib
import inspect
import os
import re
import traceback
from types import ModuleType, TracebackType
from typing import Any, Callable, Mapping

from ..context import Context
from ..errors import NodeError

_PACKAGE = "atomiton_nodes"
_OWN_FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")


def module_name(node: str, module: str | None) -> str:
    """``core/tensor-statistics`` → ``atomiton_nodes.core.tensor_statistics``."""
    return f"{_PACKAGE}." + re.sub(r"[^A-Za-z0-9_.]", "_", (module or node).replace("/", "."))


def known_nodes() -> list[str]:
    """The types of all nodes in the package, found by their file names."""
    package = importlib.import_module(_PACKAGE)
    found = []
    for root in package.__path__:
        for pack in sorted(os.listdir(root)):
            folder = os.path.join(root, pack)
            if not os.path.isdir(folder) or pack.startswith("_"):
                continue
            for name in sorted(os.listdir(folder)):
                if name.endswith(".py") and not name.startswith("_"):
                    found.append(f"{pack}/{name[:-3]}".replace("_", "-"))
    return found


def _load(node: str, module: str | None) -> ModuleType:
    name = module_name(node, module)
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name is None or not (name + ".").startswith(problem.name + "."):
            raise
    raise NodeError(
        "unknown-node",
        f"The Python host has no node {node} (no module {name}).",
        "Check the type of the node, or install the pack that has it.",
        kind="dependency",
    )


class Session:
    """One opened node. ``call`` is the user's function for one call."""

    def __init__(
        self, node: str, module: str | None, parameters: Mapping[str, Any], outputs: Mapping[str, str]
    ) -> None:
        self.node = node
        self.parameters = parameters
        self.outputs = outputs
        code = _load(node, module)
        node_class = getattr(code, "Node", None)
        function = getattr(code, "run", None)
        self._instance: Any = None
        self.call: Callable[[Context], Any]
        if inspect.isclass(node_class):
            self._instance = node_class(parameters)
            self.call = self._instance.call
        elif callable(function):
            self.call = function
        else:
            raise NodeError(
                "bad-node-module",
                f"{code.__name__} has neither a function run(context) nor a class Node.",
                kind="dependency",
            )

    def snapshot(self) -> bytes:
        state = self._method("snapshot")()
        if not isinstance(state, (bytes, bytearray, memoryview)):
            raise NodeError("bad-snapshot", f"snapshot() gave a {type(state).__name__}, expected bytes.")
        return bytes(state)

    def restore(self, state: bytes) -> None:
        self._method("restore")(state)

    def close(self) -> None:
        method = getattr(self._instance, "close", None)
        if callable(method):
            method()

    def _method(self, name: str) -> Callable[..., Any]:
        method = getattr(self._instance, name, None)
        if not callable(method):
            raise NodeError(
                "no-snapshot",
                f"The node {self.node} keeps no state that could be moved: its code has no class Node with {name}().",
                kind="validation",
            )
        return method


def error_form(problem: BaseException) -> dict[str, Any]:
    """An exception as the host sends it: the user's frames only."""
    if isinstance(problem, NodeError):
        return {
            "kind": str(problem.kind),
            "code": str(problem.code),
            "message": str(problem.message),
            "hint": None if problem.hint is None else str(problem.hint),
            "port": None if problem.port is None else str(problem.port),
            "stack": traceback_text(problem),
        }
    name = type(problem).__name__
    try:
        text = str(problem).strip()
    except Exception:  # noqa: BLE001 - an exception of the user's may fail to describe itself
        text = "(its text cannot be made)"
    if isinstance(problem, SystemExit):
        return {
            "code": "node-error",
            "message": f"The node called sys.exit({'' if problem.code is None else problem.code}).",
            "hint": "Return from run(context) instead, or raise an error.",
            "stack": traceback_text(problem),
        }
    form = {
        "code": "node-error",
        "message": f"{name}: {text}" if text else name,
        "stack": traceback_text(problem),
    }
    if isinstance(problem, ModuleNotFoundError):
        form["kind"] = "dependency"
        form["code"] = "module-missing"
        form["hint"] = f"Install {problem.name} into the Python environment of the nodes."
    elif isinstance(problem, MemoryError):
        form["kind"] = "resource"
        form["code"] = "out-of-memory"
        form["message"] = f"The node ran out of memory. {text}".strip()
    return form


def _is_ours(frame: TracebackType) -> bool:
    file = frame.tb_frame.f_code.co_filename
    return file.startswith(_OWN_FOLDER) or file.startswith("<frozen importlib")


def traceback_text(problem: BaseException) -> str:
    """The traceback as Python prints it, without the frames of this package at its ends."""
    seen: BaseException | None = problem
    while seen is not None:
        seen.__traceback__ = _trimmed(seen.__traceback__)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "".join(traceback.format_exception(problem)).rstrip()


def _trimmed(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and _is_ours(trace):
        trace = trace.tb_next
    last, frame = None, trace
    while frame is not None:
        if not _is_ours(frame):
            last = frame
        frame = frame.tb_next
    if last is not None:
        last.tb_next = None
    return trace
