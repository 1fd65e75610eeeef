"""The lines of a sheet, kept so that only the portal reads them, and only as long as needed.

Which column holds national numbers is not known before somebody says so: all of it is sealed.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.foundation.sheets import Line
from app.identity.national_numbers import Vault
from app.learning.bringing.models import BroughtLines

#: Lines sealed together.
TOGETHER = 500


def seal_lines(db: Session, sheet_id: UUID, lines: Sequence[Line], *, vault: Vault) -> None:
    """Keep the lines of a sheet."""
    rows = [
        {
            "sheet_id": sheet_id,
            "first": first,
            "sealed": vault.seal(_packed(lines[first : first + TOGETHER]), _place(sheet_id, first)),
        }
        for first in range(0, len(lines), TOGETHER)
    ]
    db.execute(insert(BroughtLines), rows)


def lines_of(
    db: Session, sheet_id: UUID, *, vault: Vault, most: int | None = None
) -> Iterator[Line]:
    """The lines of a sheet in their order; none once they were given up."""
    wanted = (
        select(BroughtLines.first, BroughtLines.sealed)
        .where(BroughtLines.sheet_id == sheet_id)
        .order_by(BroughtLines.first)
    )
    if most is not None:
        wanted = wanted.where(BroughtLines.first < most)
    for first, sealed in db.execute(wanted):
        yield from _unpacked(vault.open(sealed, _place(sheet_id, first)))


def give_up_lines(db: Session, sheet_id: UUID) -> None:
    """Forget the lines: they have been loaded, or nobody wants them any more."""
    db.execute(delete(BroughtLines).where(BroughtLines.sheet_id == sheet_id))


def _place(sheet_id: UUID, first: int) -> bytes:
    """What sealed lines are bound to: moved to another sheet or place, they do not open."""
    return sheet_id.bytes + first.to_bytes(4, "big")


def _packed(lines: Sequence[Line]) -> str:
    plain = json.dumps([[line.number, *line.cells] for line in lines], ensure_ascii=False)
    return base64.b64encode(zlib.compress(plain.encode(), 3)).decode()


def _unpacked(packed: str) -> Iterator[Line]:
    for number, *cells in json.loads(zlib.decompress(base64.b64decode(packed))):
        yield Line(number, tuple(cells))
