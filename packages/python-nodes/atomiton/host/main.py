"""The loop of a node process: one message after the other, one call at a time."""

from __future__ import annotations

import gc
import inspect
import os
import platform
import select
import sys
import time
from typing import Any, Callable, Mapping

from ..context import Context
from ..errors import NodeError
from .blocks import MappedBlocks, OutputBlocks
from .child import PIPE_IN, PIPE_OUT, CancelSignal, die_with_parent, is_orphan, keep_pipes_private
from .frames import FrameReader, FrameWriter
from .sessions import Session, error_form, known_nodes
from .wire import Incoming, Outgoing, parameters_form

#: Views that node code keeps beyond its call are looked for again after this long without work. Seconds.
_IDLE = 0.05
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
            if self._lingering and not select.select([PIPE_IN], [], [], _IDLE)[0]:
                gc.collect()
                self._unmap()
            frame = self._reader.read()
            if frame is None or frame[0]["t"] == "exit":
                return
            head, body = frame
            self._handlers[head["t"]](head, body)
            del frame, head, body

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
        session_number, call_number = head["s"], head["c"]
        blocks = MappedBlocks()
        blocks.names.extend(_block_names(head["inputs"]))
        call = _Call(self._writer, self._outputs, blocks, head, body)
        answer = {"s": session_number, "c": call_number}
        if self._guarded(lambda: call.run(self._session(head)), {"t": "error", **answer}, call.finish):
            self._writer.send({"t": "done", **answer})
        del call
        if blocks.names:
            self._lingering.append(blocks)
            self._unmap()

    def _session(self, head: dict[str, Any]) -> Session:
        session = self._sessions.get(head["s"])
        if session is None:
            raise NodeError("not-open", f"There is no open node with the number {head['s']}.")
        return session

    def _guarded(
        self,
        work: Callable[[], None],
        answer: dict[str, Any] | None,
        before_answer: Callable[[], None] | None = None,
    ) -> bool:
        """Runs node code; whatever it raises is sent as an error."""
        problem: BaseException | None = None
        self._cancel.in_node_code = True
        try:
            work()
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
            if blocks.close():
                closed.extend(blocks.names)
            else:
                still.append(blocks)
        self._lingering = still
        if closed:
            self._writer.send({"t": "unmapped", "blocks": closed})


class _Call:
    """One call while it runs."""

    def __init__(
        self,
        writer: FrameWriter,
        outputs: OutputBlocks,
        blocks: MappedBlocks,
        head: dict[str, Any],
        body: memoryview,
    ) -> None:
        self._writer = writer
        self._outputs = outputs
        self._head = head
        self._incoming = Incoming(body, blocks)
        self._port_types: Mapping[str, str] = {}
        self._progress_count = 0
        self._progress_at = 0
        self._held_back: dict[str, Any] | None = None
        self._finished = False

    def run(self, session: Session) -> None:
        head = self._head
        self._port_types = session.outputs
        inputs = {port: self._incoming.value(wire) for port, wire in head["inputs"].items()}
        kinds = {port: wire["kind"] for port, wire in head["inputs"].items()}
        given = head.get("parameters")
        parameters = session.parameters if given is None else parameters_form(given)
        context = Context(inputs, kinds, parameters, head["number"], self._emit, self._progress, self._log)
        result = session.call(context)
        if result is None:
            return
        if inspect.isgenerator(result):
            for outputs in result:
                if outputs is not None:
                    self._emit(outputs)
            return
        self._emit(result)

    def finish(self) -> None:
        """Nothing of this call is sent after this."""
        if self._held_back is not None:
            self._writer.send(self._held_back)
        self._finished = True

    def _emit(self, outputs: Any) -> None:
        if self._finished:
            return
        if not isinstance(outputs, Mapping):
            raise NodeError(
                "bad-outputs",
                f"The node gave a {type(outputs).__name__}, expected a dict of outputs by port name.",
            )
        outgoing = Outgoing(self._outputs, self._incoming)
        wires = {}
        for port, value in outputs.items():
            if self._port_types and port not in self._port_types:
                known = ", ".join(self._port_types)
                raise NodeError("unknown-output", f'The node has no output "{port}"; its outputs are: {known}.')
            wires[port] = outgoing.wire(value, port, self._port_types.get(port, "any"))
        head = self._head
        message = {"t": "emit", "s": head["s"], "c": head["c"], "number": head["number"], "outputs": wires}
        if outgoing.identity_ns:
            message["identityUs"] = outgoing.identity_ns // 1000
        self._writer.send(message, outgoing.body)

    def _progress(self, fraction: float, message: str | None) -> None:
        if self._finished:
            return
        head = self._head
        frame = {"t": "progress", "s": head["s"], "c": head["c"], "fraction": float(fraction)}
        if message is not None:
            frame["message"] = str(message)
        self._progress_count += 1
        if self._progress_count > _FREE_PROGRESS:
            now = time.perf_counter_ns()
            if now - self._progress_at < _PROGRESS_NS:
                self._held_back = frame
                return
            self._progress_at = now
        self._held_back = None
        self._writer.send(frame)

    def _log(self, level: str, text: str) -> None:
        if self._finished:
            return
        head = self._head
        self._writer.send({"t": "log", "s": head["s"], "c": head["c"], "level": level, "text": str(text)})


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
