"""Reading one TOML file key by key, and saying what is wrong with it and where."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z_]\w*)\s*=")
_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file: a stable code, and a sentence with the way out.

    ``where`` is the path of the key, blocks counted from 1: ``entitlement[3].until``.
    """

    code: str
    file: str
    where: str | None
    line: int | None
    sentence: str

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}: {f'{self.where}: ' if self.where else ''}{self.sentence}"


@dataclass(frozen=True, slots=True)
class File:
    """A file being read: its name, where its keys stand, and the faults found so far."""

    name: str
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, code: str, where: str | None, sentence: str) -> None:
        self.faults.append(Fault(code, self.name, where, self._line(where), sentence))

    def _line(self, where: str | None) -> int | None:
        """The line of a key, or of the nearest block or key around it."""
        while where:
            if where in self.lines:
                return self.lines[where]
            where = max(where.rpartition(".")[0], where.rpartition("[")[0], key=len)
        return None


def opened(name: str, text: str) -> tuple[File, Table | None]:
    """The file and its outermost table; None where it is not TOML, with the fault noted."""
    try:
        stated = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        said, found = str(error), _LINE.search(str(error))
        file = File(name, {"": int(found[1])} if found else {})
        line = int(found[1]) if found else text.count("\n") + 1
        file.faults.append(
            Fault(
                "not_toml",
                name,
                None,
                line,
                f"this is not TOML: {_LINE.sub('', said)}. Correct the line, or the one before it.",
            )
        )
        return file, None
    file = File(name, lines_of(text))
    return file, Table(file, "", stated)


def lines_of(text: str) -> dict[str, int]:
    """The line of every block and key, by its path; blocks of the same name counted from 1."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    block = ""
    for number, line in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header:
            block = ""
            parts = header[2].split(".")
            for place, part in enumerate(parts, start=1):
                block += f".{part}" if block else part
                if place == len(parts) and header[1] == "[[":
                    counts[block] = counts.get(block, 0) + 1
                if block in counts:
                    block += f"[{counts[block]}]"
            found[block] = number
        elif key:
            found[f"{block}.{key[1]}" if block else key[1]] = number
    return found


@dataclass(slots=True)
class Table:
    """One table of a file.  Every question notes its fault and then answers None."""

    file: File
    path: str
    stated: dict[str, Any]
    asked: set[str] = field(default_factory=set)

    def where(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fault(self, code: str, key: str | None, sentence: str) -> None:
        self.file.fault(code, self.where(key) if key else self.path or None, sentence)

    def has(self, key: str) -> bool:
        return key in self.stated

    def text(self, key: str, *, needed: bool = True) -> str | None:
        found: str | None = self._value(key, (str,), 'text between quotes, "like this"', needed)
        return found

    def whole(self, key: str, *, needed: bool = True, least: int = 0) -> int | None:
        found: int | None = self._value(key, (int,), "a whole number", needed)
        if found is not None and found < least:
            self.fault("too_small", key, f"{found} is too small: it must be {least} or more.")
            return None
        return found

    def yes(self, key: str, *, needed: bool = False) -> bool:
        return bool(self._value(key, (bool,), "true or false", needed))

    def day(self, key: str, *, needed: bool = True) -> date | None:
        found: date | None = self._value(
            key, (date,), "a date without quotes, year first: 2024-01-01", needed
        )
        return found

    def choice(self, key: str, kind: type[Choice], *, needed: bool = True) -> Choice | None:
        said = self.text(key, needed=needed)
        if said is None:
            return None
        try:
            return kind(said)
        except ValueError:
            known = ", ".join(f'"{each.value}"' for each in kind)
            self.fault("unknown_value", key, f'"{said}" is not known here: write one of {known}.')
            return None

    def exact(self, key: str) -> Fraction | None:
        """A number that is exact: whole, with one or two decimals, or a fraction in quotes."""
        said = self._value(
            key, (int, Decimal, str), 'a number, or a fraction in quotes: "7/3"', False
        )
        if said is None:
            return None
        try:
            exact = Fraction(said)
        except (ValueError, ZeroDivisionError, OverflowError):
            self.fault("not_exact", key, f'{said} is not a number: write 3, 2.5 or "7/3".')
            return None
        if isinstance(said, Decimal) and 100 * exact != int(100 * exact):
            self.fault(
                "not_exact",
                key,
                f"{said} looks rounded, and what is counted must be exact: write the fraction "
                'it stands for in quotes, such as "7/3".',
            )
            return None
        if exact < 0:
            self.fault("too_small", key, f"{said} is less than nothing.")
            return None
        return exact

    def matching(self, key: str, form: str, example: str, *, needed: bool = False) -> str | None:
        """Text of a form, given as a regular expression."""
        said = self.text(key, needed=needed)
        if said is not None and not re.fullmatch(form, said):
            self.fault("wrong_form", key, f'"{said}" is not of the form "{example}".')
            return None
        return said

    def items(self, key: str) -> list[Any]:
        return self._value(key, (list,), "a list between [ and ]", False) or []

    def table(self, key: str) -> Table | None:
        found = self._value(key, (dict,), f"a block that begins with [{key}]", True)
        return None if found is None else Table(self.file, self.where(key), found)

    def tables(self, key: str, *, needed: bool = False) -> list[Table]:
        """The blocks ``[[key]]`` (or tables between braces in a list), in their order."""
        found = self._value(key, (list,), f"blocks that begin with [[{self.where(key)}]]", needed)
        blocks = []
        for number, each in enumerate(found or [], start=1):
            if isinstance(each, dict):
                blocks.append(Table(self.file, f"{self.where(key)}[{number}]", each))
            else:
                self.fault("wrong_type", key, f"item {number} must be a table.")
        return blocks

    def done(self) -> None:
        """Called when everything was asked: whatever else is stated is not known here."""
        for key in self.stated.keys() - self.asked:
            known = ", ".join(sorted(self.asked))
            self.fault(
                "unknown_key", key, f'the key "{key}" is not known here; known are: {known}.'
            )

    def _value(self, key: str, kinds: tuple[type, ...], wanted: str, needed: bool) -> Any:
        self.asked.add(key)
        if key not in self.stated:
            if needed:
                self.fault("missing", key, f'the key "{key}" is missing: it must be {wanted}.')
            return None
        value = self.stated[key]
        # For Python true is a whole number, and a moment is a date: here neither is.
        odd = isinstance(value, datetime) or (isinstance(value, bool) and bool not in kinds)
        if odd or not isinstance(value, kinds):
            self.fault("wrong_type", key, f"this must be {wanted}.")
            return None
        return value
