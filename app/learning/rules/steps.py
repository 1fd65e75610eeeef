"""How a figure came about: steps that a person can open and follow.

A step has a stable code and the values its sentence needs; doors write the sentence in the
reader's language.  Rules never write prose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    code: str
    params: tuple[tuple[str, Any], ...] = ()
    ground: str | None = None  # the legal ground, as the parameters name it

    @property
    def named(self) -> dict[str, Any]:
        return dict(self.params)


def step(code: str, ground: str | None = None, **params: Any) -> Step:
    return Step(code, tuple(params.items()), ground)
