"""What a figure is, and how it is printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.place import Place


@dataclass(frozen=True, slots=True)
class Measured:
    """One ratio with what was measured beside what, in words."""

    ratio: float
    beside: str


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    aim: float
    floor: float
    measure: Callable[[Place], Measured]

    def line(self, measured: Measured) -> str:
        return (
            f"{self.name} ratio={measured.ratio:.2f} aim={self.aim:.2f} floor={self.floor:.2f}"
            f"  {measured.beside}"
        )
