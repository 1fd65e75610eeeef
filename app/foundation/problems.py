"""A problem is a value: a stable code, the field it is about, and what the sentence needs.

Rules and acts return problems; doors turn them into sentences in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    code: str  # stable, snake_case: part of the interface of every channel
    field: str | None = None
    params: tuple[tuple[str, Any], ...] = ()

    @property
    def named(self) -> dict[str, Any]:
        return dict(self.params)


def problem(code: str, field: str | None = None, **params: Any) -> Problem:
    return Problem(code, field, tuple(sorted(params.items())))
