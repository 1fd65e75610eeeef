"""The values of an attestation as JSON, to be attached to the document, and back.

``career.json`` is one object in UTF-8.  Its names are those of
:class:`certificates.career.CareerAttestation` in lowerCamelCase and in the same order, after
a ``format`` of ``parcours-career-1``:

* dates are ``YYYY-MM-DD``; the time of issue is ISO 8601 with its offset from UTC;
* what is not known, or has not ended, is ``null``;
* a quarter is ``{"year": 2026, "number": 3}``;
* weekly hours and days are hundredths (3800 = 38 hours), trainings are minutes, pay is cents.

The drawing is left out: it says the same as the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

FORMAT = "parcours-career-1"
_LEFT_OUT = "drawing_svg"

Values = TypeVar("Values")


def write_record(values: object) -> bytes:
    """The values, a dataclass, as JSON."""
    text = json.dumps({"format": FORMAT} | _plain(values), ensure_ascii=False, indent=1)
    # A lone surrogate has no UTF-8, but its escape is what JSON writes for it anyway.
    return text.encode("utf-8", "backslashreplace")


def read_record(kind: type[Values], record: bytes, *, drawing_svg: str) -> Values:
    """The values a record was written from, with a drawing; ValueError for another format."""
    content = json.loads(record)
    if content.pop("format", None) != FORMAT:
        raise ValueError(f"not a record of the format {FORMAT}")
    return _read_fields(kind, content | {_camel(_LEFT_OUT): drawing_svg})


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            _camel(field.name): _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name != _LEFT_OUT
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _read_fields(kind: type[Values], content: Mapping[str, Any]) -> Values:
    hints = get_type_hints(kind)
    return kind(**{name: _read(hint, content[_camel(name)]) for name, hint in hints.items()})


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    kind = next((one for one in get_args(hint) if one is not type(None)), hint)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_fields(kind, value)
    return kind.fromisoformat(value) if kind in (date, datetime) else value
