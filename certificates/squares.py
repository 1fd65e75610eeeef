"""The QR code of an address, as the squares that are drawn on paper.

WeasyPrint takes it for an image.  As SVG the same squares took it as long as half a page of text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from weasyprint.pdf.stream import Stream

#: Modules of white around a QR code, as its standard asks.
QUIET = 4
#: One of the eight patterns that a code may be crossed with.  The standard weighs all of them and
#: takes the most even one; with this one what we sign, as good as random, comes within a few
#: per cent of it, and weighing takes three times as long as all the rest.
_PATTERN = 2


@dataclass(frozen=True, slots=True)
class QrCode:
    """Black on white; one unit is one module.

    ``side`` counts the white around it.  ``runs`` are the black modules that stand side by side
    in a row: column of the first, row, how many.
    """

    side: int
    runs: tuple[tuple[int, int, int], ...]

    @property
    def version(self) -> int:
        """1 to 40, for 21 to 177 modules."""
        return (self.side - 2 * QUIET - 17) // 4

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[None, None, int]:
        """No width or height of its own, only that it is square: WeasyPrint asks."""
        return None, None, 1

    def draw(self, stream: Stream, width: float, height: float, _style: object) -> None:
        """Draw it into a stream of PDF: each run is a stroke along the middle of its row, which
        is shorter in the file than a rectangle."""
        stream.transform(a=width / self.side, d=height / self.side)
        stream.set_color_rgb(1, 1, 1)
        stream.rectangle(0, 0, self.side, self.side)
        stream.fill()
        stream.set_color_rgb(0, 0, 0, stroke=True)
        stream.set_line_width(1)
        stream.transform(f=0.5)
        runs = (f"{x} {y} m {x + length} {y} l" for x, y, length in self.runs)
        stream.stream.append(" ".join(runs).encode())
        stream.stroke()


def qr_code(address: str) -> QrCode:
    """The code of an address; error correction is M (15 %), or better where it costs no room."""
    code = segno.make_qr(address, error="m", mask=_PATTERN)
    runs = (run for y, row in enumerate(code.matrix) for run in _runs(y, row))
    return QrCode(int(code.symbol_size(border=QUIET)[0]), tuple(runs))


def _runs(y: int, row: bytearray) -> list[tuple[int, int, int]]:
    runs, x = [], row.find(1)
    while x >= 0:
        end = row.find(0, x)
        end = len(row) if end < 0 else end
        runs.append((x + QUIET, y + QUIET, end - x))
        x = row.find(1, end)
    return runs
