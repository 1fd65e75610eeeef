"""The values of a document as JSON, to be attached to it, and back.

``attestation.json`` is one object in UTF-8, described in ``docs/attestations.md`` and by the
schema ``docs/schemas/attestation.json``.  Its names are those of
:class:`certificates.attestation.Attestation` in lowerCamelCase and in the same order, after a
``format``:

* dates are ``YYYY-MM-DD``; times are ISO 8601 with their offset from UTC;
* what is not known, or has not ended, is ``null``;
* a section names itself in ``section``, a question in ``asked``;
* weekly hours and days are hundredths (3800 = 38 hours), durations are minutes, pay is cents.

Left out are the drawing, which says the same as the rest, the national number, which is for the
eyes of whoever holds the paper, and the address behind the code, which holds this document's
facts once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from certificates.attestation import Attestation
from certificates.sections import QUESTIONS, SECTIONS

FORMAT = "parcours-attestation-1"
FILE_NAME = "attestation.json"

_LEFT_OUT = {"drawing_svg": "", "national_number": None, "code_address": None}
_NAMED = {kind: ("section", name) for name, kind in SECTIONS.items()} | {
    kind: ("asked", name) for name, kind in QUESTIONS.items()
}


def write_record(attestation: Attestation) -> bytes:
    """The values as JSON."""
    text = json.dumps({"format": FORMAT} | _plain(attestation), ensure_ascii=False, indent=1)
    # A lone surrogate has no UTF-8, but its escape is what JSON writes for it anyway.
    return text.encode("utf-8", "backslashreplace")


def read_record(record: bytes) -> Attestation:
    """The values a record was written from, but for what it leaves out; ValueError for another
    format."""
    content = json.loads(record)
    if content.pop("format", None) != FORMAT:
        raise ValueError(f"not a record of the format {FORMAT}")
    attestation: Attestation = _read_fields(Attestation, content)
    return attestation


def as_recorded(attestation: Attestation) -> Attestation:
    """The attestation without what its record leaves out."""
    holder = attestation.holder
    bare = replace(holder, national_number=None) if holder else None
    return replace(attestation, holder=bare, drawing_svg="", code_address=None)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        named = _NAMED.get(type(value))  # type: ignore[arg-type]  # other values have no name
        return dict([named] if named else []) | {
            _camel(field.name): _plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in _LEFT_OUT
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _read_fields(kind: type[Any], content: Mapping[str, Any]) -> Any:
    read = {
        name: _LEFT_OUT[name] if name in _LEFT_OUT else _read(hint, content[_camel(name)])
        for name, hint in get_type_hints(kind).items()
    }
    return kind(**read)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if isinstance(value, dict):
        return _read_fields(_dataclass_for(hint, value), value)
    kind = _only(hint)
    return kind.fromisoformat(value) if kind in (date, datetime) else kind(value)


def _dataclass_for(hint: Any, content: Mapping[str, Any]) -> type[Any]:
    """Which dataclass an object is: it names itself where there is a choice."""
    if "section" in content:
        return SECTIONS[content["section"]]
    if "asked" in content:
        return QUESTIONS[content["asked"]]
    kind: type[Any] = _only(hint)
    return kind


def _only(hint: Any) -> Any:
    """The one type of ``X`` or ``X | None``."""
    if not isinstance(hint, UnionType):
        return hint
    return next(each for each in get_args(hint) if each is not NoneType)
