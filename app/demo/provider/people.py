"""Who can be played: the list that the demo population leaves in a file."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

LANGUAGES = ("fr", "nl", "de", "en")
_TEXTS = ("ssin", "surname", "given_names", "language")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in, as FAS would know them."""

    ssin: str = field(repr=False)  # eleven digits
    surname: str
    given_names: str
    language: str
    mail: str | None = None
    description: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Enterprise numbers whose legal representative they are.
    represents: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.given_names} {self.surname}".strip()


class ListState(StrEnum):
    """What became of the file."""

    READ = "read"
    MISSING = "missing"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PeopleList:
    people: tuple[Person, ...]
    state: ListState


class PeopleFile:
    """``people.json``, read again whenever it changes.

    A file that is wrong anywhere is refused whole: half a population would be taken for all
    of it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._list = PeopleList((), ListState.MISSING)

    def read(self) -> PeopleList:
        with self._lock:
            try:
                status = self._path.stat()
                seen = (status.st_mtime_ns, status.st_size, status.st_ino)
                if seen != self._seen:
                    self._list = PeopleList(_parse(self._path.read_bytes()), ListState.READ)
                    self._seen = seen
            except FileNotFoundError:
                self._seen, self._list = None, PeopleList((), ListState.MISSING)
            except (OSError, ValueError):
                self._seen, self._list = None, PeopleList((), ListState.UNREADABLE)
            return self._list


def _parse(content: bytes) -> tuple[Person, ...]:
    document = json.loads(content)
    entries = document.get("people") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ValueError("there is no list of people")
    return tuple(_person(entry) for entry in entries)


def _person(entry: Any) -> Person:
    """One entry of the list; ValueError when something is missing or of the wrong kind."""
    if not isinstance(entry, dict):
        raise ValueError("a person is an object")
    texts: dict[str, Any] = {name: entry.get(name) for name in _TEXTS}
    description, mail = entry.get("description", {}), entry.get("mail")
    if not all(isinstance(text, str) for text in texts.values()):
        raise ValueError("a person has an ssin, a surname, given names and a language")
    if not (len(texts["ssin"]) == 11 and texts["ssin"].isdecimal() and texts["ssin"].isascii()):
        raise ValueError("an ssin is eleven digits")
    if texts["language"] not in LANGUAGES:
        raise ValueError("a language is one of fr, nl, de and en")
    if not isinstance(description, dict) or not isinstance(mail, str | None):
        raise ValueError("a description is one text per language, a mail address a text")
    represents = entry.get("represents", [])
    if not isinstance(represents, list) or not all(isinstance(each, str) for each in represents):
        raise ValueError("what somebody represents is a list of enterprise numbers")
    return Person(**texts, mail=mail, description=description, represents=tuple(represents))
