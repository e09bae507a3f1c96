"""The loop of a node process: one message after the other, one call at a time."""

from __future__ import annotations

import faulthandler
import gc
import os
import platform
import select
import sys
import time
from collections.abc import Mapping
from types import GeneratorType
from typing import Any, Callable

from ..context import Context
from ..errors import NodeError
from .blocks import InputMaps, MappedBlocks, OutputBlocks
from .child import (
    PIPE_IN,
    PIPE_OUT,
    CancelSignal,
    die_with_parent,
    is_orphan,
    keep_pipes_private,
)
from .frames import FrameReader, FrameWriter
from .sessions import Session, error_form, known_nodes
from .wire import SCALARS, Incoming, Outgoing, json_wire, parameters_form

#: Views that node code keeps beyond its call are looked for after this long without work, then ever more rarely. Seconds.
_IDLE = 0.05
_LONGEST_IDLE = 30.0
#: After this long without work, files of inputs are unmapped. Seconds.
_LONG_IDLE = 1.0
#: More progress than this in one call is thinned out to one message every 10 ms.
_FREE_PROGRESS = 100
_PROGRESS_NS = 10_000_000


class Host:
    def __init__(self) -> None:
        self._reader = FrameReader(PIPE_IN)
        self._writer = FrameWriter(PIPE_OUT)
        self._sessions: dict[int, Session] = {}
        folder = os.environ.get("ATOMITON_BLOCK_FOLDER", "/dev/shm")
        self._outputs = OutputBlocks(folder, os.environ.get("ATOMITON_BLOCK_PREFIX", f"p{os.getpid()}-"))
        self._maps = InputMaps()
        self._idle = _IDLE
        #: Blocks of ended calls that are still mapped because node code has views of them.
        self._lingering: list[MappedBlocks] = []
        self._cancel = CancelSignal()
        self._handlers: dict[str, Callable[[dict[str, Any], memoryview], None]] = {
            "call": self._call,
            "open": self._open,
            "close": self._close,
            "snapshot": self._snapshot,
            "restore": self._restore,
            "release": self._release,
        }

    def run(self) -> None:
        self._writer.send(
            {
                "t": "hello",
                "language": "python",
                "version": platform.python_version(),
                "nodes": known_nodes(),
                "pid": os.getpid(),
            }
        )
        while True:
            if (self._lingering or self._maps) and not select.select([PIPE_IN], [], [], self._idle)[0]:
                self._tidy()
                continue
            frame = self._reader.read()
            if frame is None or frame[0]["t"] == "exit":
                return
            head, body = frame
            self._handlers[head["t"]](head, body)
            del frame, head, body

    def _tidy(self) -> None:
        """Without work: finds views that only a reference cycle keeps, and lets go of what might not be used again."""
        if self._lingering:
            gc.collect()
            self._unmap()
        elif self._idle >= _LONG_IDLE:
            self._maps.trim(0, 0)
        self._idle = min(2 * self._idle, _LONGEST_IDLE)

    def _open(self, head: dict[str, Any], _body: memoryview) -> None:
        number = head["s"]

        def open_session() -> None:
            parameters = parameters_form(head["parameters"])
            session = Session(head["node"], head.get("module"), parameters, head.get("outputs") or {})
            self._sessions[number] = session

        if self._guarded(open_session, {"t": "error", "s": number}):
            self._writer.send({"t": "opened", "s": number})

    def _close(self, head: dict[str, Any], _body: memoryview) -> None:
        session = self._sessions.pop(head["s"], None)
        if session is not None:
            self._guarded(session.close, None)
            del session
            self._unmap()
        self._writer.send({"t": "closed", "s": head["s"]})

    def _snapshot(self, head: dict[str, Any], _body: memoryview) -> None:
        state: list[bytes] = []
        answer = {"s": head["s"], "c": head["c"]}
        if self._guarded(lambda: state.append(self._session(head).snapshot()), {"t": "error", **answer}):
            self._writer.send({"t": "snapshot", **answer}, state)

    def _restore(self, head: dict[str, Any], body: memoryview) -> None:
        answer = {"s": head["s"], "c": head["c"]}
        if self._guarded(lambda: self._session(head).restore(bytes(body)), {"t": "error", **answer}):
            self._writer.send({"t": "done", **answer})

    def _release(self, head: dict[str, Any], _body: memoryview) -> None:
        self._outputs.release(head["blocks"])

    def _call(self, head: dict[str, Any], body: memoryview) -> None:
        call = Call(self._writer, self._outputs, self._maps, head, body)
        if self._guarded(call.run, {"t": "error", "s": call.s, "c": call.c}, call.finish, head):
            self._writer.send({"t": "done", "s": call.s, "c": call.c})
        blocks = call.blocks
        del call
        if blocks is not None:
            self._idle = _IDLE
            blocks.names = _block_names(head["inputs"])
            self._lingering.append(blocks)
            self._unmap()

    def _session(self, head: dict[str, Any]) -> Session:
        session = self._sessions.get(head["s"])
        if session is None:
            raise NodeError("not-open", f"There is no open node with the number {head['s']}.")
        return session

    def _guarded(
        self,
        work: Callable[..., None],
        answer: dict[str, Any] | None,
        before_answer: Callable[[], None] | None = None,
        head: dict[str, Any] | None = None,
    ) -> bool:
        """Runs node code; whatever it raises is sent as an error."""
        problem: BaseException | None = None
        self._cancel.in_node_code = True
        try:
            if head is None:
                work()
            else:
                work(self._session(head))
        except BaseException as caught:  # noqa: BLE001 - a node may raise anything, sys.exit included
            problem = caught
        finally:
            self._cancel.in_node_code = False
        if self._cancel.received:
            os._exit(128 + 15)
        if before_answer is not None:
            before_answer()
        if problem is None:
            return True
        if answer is not None:
            self._writer.send({**answer, "error": error_form(problem)})
        return False

    def _unmap(self) -> None:
        """Tells the host which input blocks nobody here uses any more."""
        closed, still = [], []
        for blocks in self._lingering:
            if blocks.are_unused():
                closed.extend(blocks.names)
            else:
                still.append(blocks)
        self._lingering = still
        if closed:
            self._writer.send({"t": "unmapped", "blocks": closed})


class Call:
    """One call while it runs: takes what node code produces."""

    __slots__ = (
        "s",
        "c",
        "blocks",
        "_number",
        "_writer",
        "_outputs",
        "_head",
        "_incoming",
        "_port_types",
        "_progress_count",
        "_progress_at",
        "_held_back",
        "_finished",
    )

    def __init__(
        self,
        writer: FrameWriter,
        outputs: OutputBlocks,
        maps: InputMaps,
        head: dict[str, Any],
        body: memoryview,
    ) -> None:
        self.s = head["s"]
        self.c = head["c"]
        self._number = head["number"]
        self._writer = writer
        self._outputs = outputs
        self._head = head
        #: Input blocks; None where all inputs are small.
        self.blocks = MappedBlocks(maps) if _has_blocks(head["inputs"]) else None
        self._incoming = Incoming(body, self.blocks)
        self._progress_count = 0
        self._held_back: dict[str, Any] | None = None
        self._finished = False

    def run(self, session: Session) -> None:
        head = self._head
        self._port_types = session.outputs
        value = self._incoming.value
        inputs = {port: value(wire) for port, wire in head["inputs"].items()}
        given = head.get("parameters")
        parameters = session.parameters if given is None else parameters_form(given)
        result = session.call(Context(inputs, parameters, self._number, self))
        if result is None:
            return
        if type(result) is GeneratorType:
            for outputs in result:
                if outputs is not None:
                    self.emit(outputs)
            return
        self.emit(result, with_next=True)

    def finish(self) -> None:
        """Nothing of this call is sent after this."""
        if self._held_back is not None:
            self._writer.send(self._held_back)
        self._finished = True

    def kind(self, port: str) -> str:
        return self._head["inputs"][port]["kind"]

    def emit(self, outputs: Any, with_next: bool = False) -> None:
        if self._finished:
            return
        if type(outputs) is not dict and not isinstance(outputs, Mapping):
            raise NodeError(
                "bad-outputs",
                f"The node gave a {type(outputs).__name__}, expected a dict of outputs by port name.",
            )
        outgoing: Outgoing | None = None
        wires = {}
        port_types = self._port_types
        for port, value in outputs.items():
            if port_types and port not in port_types:
                known = ", ".join(port_types)
                raise NodeError("unknown-output", f'The node has no output "{port}"; its outputs are: {known}.')
            if type(value) in SCALARS:
                wires[port] = json_wire(value, port)[0]
                continue
            outgoing = outgoing or Outgoing(self._outputs, self._incoming)
            wires[port] = outgoing.wire(value, port, port_types.get(port, "any"))
        message = {"t": "emit", "s": self.s, "c": self.c, "number": self._number, "outputs": wires}
        if outgoing is None:
            self._writer.send(message, (), with_next)
            return
        if outgoing.identity_ns:
            message["identityUs"] = outgoing.identity_ns // 1000
        self._writer.send(message, outgoing.body, with_next)

    def progress(self, fraction: float, message: str | None) -> None:
        fraction = float(fraction)
        if self._finished or fraction != fraction:
            return
        frame = {"t": "progress", "s": self.s, "c": self.c, "fraction": fraction}
        if message is not None:
            frame["message"] = str(message)
        self._progress_count += 1
        if self._progress_count > _FREE_PROGRESS:
            now = time.perf_counter_ns()
            if self._progress_count > _FREE_PROGRESS + 1 and now - self._progress_at < _PROGRESS_NS:
                self._held_back = frame
                return
            self._progress_at = now
        self._held_back = None
        self._writer.send(frame)

    def log(self, level: str, text: str) -> None:
        if not self._finished:
            self._writer.send({"t": "log", "s": self.s, "c": self.c, "level": level, "text": str(text)})


def _has_blocks(wires: Mapping[str, Any]) -> bool:
    for wire in wires.values():
        if wire["kind"] != "json" and _block_names(wires):
            return True
    return False


def _block_names(wires: Mapping[str, Any]) -> list[str]:
    names: list[str] = []
    stack = list(wires.values())
    while stack:
        wire = stack.pop()
        if wire["kind"] == "list":
            stack.extend(wire["items"])
        payload = wire.get("payload")
        if payload is not None and payload["at"] == "block" and payload["name"] not in names:
            names.append(payload["name"])
    return names


def main() -> None:
    """Runs the host until its pipe closes."""
    die_with_parent()
    if is_orphan():
        os._exit(1)
    keep_pipes_private()
    # The traceback of a crash in native code goes to stderr, where the host reads it.
    faulthandler.enable()
    host = Host()
    # What exists now lives as long as the process: collections need not look at it again.
    gc.collect()
    gc.freeze()
    try:
        host.run()
    except BrokenPipeError:
        pass
    sys.stdout.flush()
    # Threads and exit handlers of node code have no say in when this process ends.
    os._exit(0)
