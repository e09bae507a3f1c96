"""What a child of the host does first: it dies with the host, and its pipes stay its own."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from ..errors import Cancelled

PIPE_IN = 3
PIPE_OUT = 4
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """On Linux the kernel kills this process when the host's main thread ends, however busy the interpreter is."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def is_orphan() -> bool:
    """True when the host ended before this process had asked to die with it."""
    host = os.environ.get("ATOMITON_HOST_PID")
    return host is not None and os.getppid() != int(host)


def keep_pipes_private() -> None:
    """Neither programs that node code starts nor forks of this process keep the host's pipes open."""
    for descriptor in (PIPE_IN, PIPE_OUT):
        os.set_inheritable(descriptor, False)

    def after_fork() -> None:
        for descriptor in (PIPE_IN, PIPE_OUT):
            try:
                os.close(descriptor)
            except OSError:
                pass
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        if sys.platform.startswith("linux"):
            die_with_parent()

    os.register_at_fork(after_in_child=after_fork)


class CancelSignal:
    """SIGTERM raises Cancelled in node code, once; outside of node code, or the second time, it ends the process."""

    def __init__(self) -> None:
        self.in_node_code = False
        self.received = False
        signal.signal(signal.SIGTERM, self._handle)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def _handle(self, _number: int, _frame: Any) -> None:
        if self.in_node_code and not self.received:
            self.received = True
            raise Cancelled
        os._exit(128 + signal.SIGTERM)
