"""Errors that node code raises on purpose."""

from __future__ import annotations


class NodeError(Exception):
    """An error whose words the user sees as they are, without a traceback.

    :param code: stable and machine readable, in kebab-case: ``column-not-found``
    :param message: one sentence that names what was received and what was expected
    :param hint: what to do about it
    :param port: the input or parameter that is to blame
    :param kind: ``validation``, ``resource``, ``timeout``, ``dependency`` or ``runtime``
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str | None = None,
        *,
        port: str | None = None,
        kind: str = "runtime",
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.port = port
        self.kind = kind


class Cancelled(BaseException):
    """Raised in node code when its call is cancelled, so that ``finally`` blocks run; 300 ms later the process ends."""
