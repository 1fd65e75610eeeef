"""The dated parameter files of this folder, read into the law that rules take.

``docs/agreements.md`` says how to add or mend a file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.learning.parameters.reading import read_agreement, read_federal
from app.learning.parameters.tables import Fault
from app.learning.rules.law import Law, RightParameters

FOLDER = Path(__file__).parent
FEDERAL_FILE = "federal_right.toml"
AGREEMENTS = "agreements"


class FaultyLawError(ValueError):
    """The files cannot be read as law; the faults say which and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(each) for each in faults))
        self.faults = faults


@cache
def law() -> Law:
    """The law as this folder states it; read once."""
    return law_from(law_texts())


def federal_right() -> RightParameters:
    """The federal right: ``federal_right.toml``."""
    return law().federal


def law_texts() -> dict[str, str]:
    """Every file of the law as text, by its path within this folder.

    To be kept beside what was computed with it: :func:`law_from` reads it again years later.
    """
    files = [FOLDER / FEDERAL_FILE, *sorted((FOLDER / AGREEMENTS).glob("*.toml"))]
    return {file.relative_to(FOLDER).as_posix(): file.read_text("utf-8") for file in files}


def law_from(texts: Mapping[str, str]) -> Law:
    """The law that the texts state; FaultyLawError where one of them cannot be read.

    Whether what they state makes sense together is another question: ``checking.py``.
    """
    federal, file = read_federal(FEDERAL_FILE, texts.get(FEDERAL_FILE, ""))
    faults = list(file.faults)
    agreements = []
    for name in sorted(texts.keys() - {FEDERAL_FILE}):
        stated, file = read_agreement(name, texts[name])
        faults += file.faults
        if stated:
            agreements.append(stated.agreement)
    if faults or federal is None:
        raise FaultyLawError(faults)
    return Law(federal, tuple(agreements), version_of(texts))


def version_of(texts: Mapping[str, str]) -> str:
    """A short hash of the texts and their names: twelve hexadecimal digits."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        for part in (name, texts[name]):
            # The length in front keeps two texts from running into each other.
            whole.update(f"{len(part)}:{part}".encode())
    return whole.hexdigest()[:12]
