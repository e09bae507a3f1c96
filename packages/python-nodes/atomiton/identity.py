"""Identities of values: the same text is hashed in all languages (`IdentityPreimage` of the contracts)."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring
from typing import Any

import numpy as np

from .errors import NodeError

_MAX_DEPTH = 200
_EXACT = 2**53
_FORBIDDEN = frozenset(("__proto__", "constructor", "prototype"))


def identity_of(preimage: str, data: Any = None) -> str:
    """SHA-256 of preimage, newline and payload bytes, in lower-case hex."""
    digest = hashlib.sha256(f"{preimage}\n".encode())
    if data is not None:
        digest.update(data)
    return digest.hexdigest()


def number_text(value: float) -> str:
    """The shortest text of a double that reads back the same, in the form ECMAScript prints it."""
    text = repr(value)
    if text.endswith(".0"):
        text = text[:-2]
        return "0" if text == "-0" else text
    if "e" not in text:
        return text
    mantissa, _, power = text.partition("e")
    exponent = int(power)
    sign = ""
    if mantissa[0] == "-":
        sign, mantissa = "-", mantissa[1:]
    digits = mantissa.replace(".", "")
    if 0 <= exponent < 21:
        return sign + digits.ljust(exponent + 1, "0")
    if -6 <= exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def _not_json(path: str, what: str) -> NodeError:
    return NodeError(
        "not-json",
        f"The output at {path} is {what}, which JSON cannot hold.",
        "Convert it first, for example NaN to None and dates to text.",
    )


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def json_form(value: Any, path: str = "$", depth: int = 0) -> tuple[Any, str]:
    """A JSON value as plain Python and as canonical text: keys sorted by UTF-16 code unit, no spaces.

    Raises NodeError that names the place of anything that JSON cannot hold.
    """
    kind = type(value)
    if kind is str:
        return value, _string(value, path)
    if value is None:
        return None, "null"
    if kind is bool:
        return value, "true" if value else "false"
    if kind is int:
        if -_EXACT < value < _EXACT:
            return value, str(value)
        try:
            number = float(value)
        except OverflowError:
            raise _not_json(path, f"an integer of {len(str(value))} digits") from None
        return number, number_text(number)
    if kind is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise _not_json(path, str(value))
        return value, number_text(value)
    if depth >= _MAX_DEPTH:
        raise _not_json(path, f"nested deeper than {_MAX_DEPTH} levels")
    if isinstance(value, (list, tuple)):
        plain, texts = [], []
        for index, item in enumerate(value):
            item_plain, item_text = json_form(item, f"{path}[{index}]", depth + 1)
            plain.append(item_plain)
            texts.append(item_text)
        return plain, f"[{','.join(texts)}]"
    if isinstance(value, dict):
        fields = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise _not_json(path, f"a dict with the key {key!r} ({type(key).__name__}, not text)")
            if key in _FORBIDDEN:
                raise _not_json(path, f'a dict with the reserved key "{key}"')
            fields[str(key)] = json_form(item, f"{path}.{key}", depth + 1)
        names = sorted(fields) if all(map(str.isascii, fields)) else sorted(fields, key=_utf16)
        text = ",".join(f"{_string(name, path)}:{fields[name][1]}" for name in names)
        return {name: field[0] for name, field in fields.items()}, f"{{{text}}}"
    if isinstance(value, np.generic):
        return json_form(value.item(), path, depth)
    if isinstance(value, (str, bool, int, float)):
        base = next(base for base in (str, bool, int, float) if isinstance(value, base))
        return json_form(base(value), path, depth)
    raise _not_json(path, f"a {kind.__name__}")


def _string(value: str, path: str) -> str:
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise _not_json(path, "text with half a surrogate pair") from None
    return encode_basestring(value)
