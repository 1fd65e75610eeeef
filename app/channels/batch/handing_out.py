"""The answers of a file on their way to whoever fetches them, a piece at a time.

Access that ends, ends at once: it is asked about anew before each piece.  Where it has ended, what
is being sent breaks off without its end, so that nobody takes a part of it for the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.channels.batch.ahead import Here, Reading
from app.channels.batch.models import BatchFile
from app.channels.batch.queries import results_of
from app.channels.batch.reading import Place
from app.channels.batch.values import Result
from app.foundation.database import transaction
from app.identity.identifying import persons_by_ssin
from app.identity.national_numbers import Vault

#: Gives of some results what may be told of them, and raises where nothing may be any more.
Asking = Callable[[Session, list[Result]], list[Result]]


class AccessEnded(Exception):
    """Whoever was fetching answers may no more: nothing follows."""


def handed_out(
    engine: Engine, file_id: UUID, asking: Asking, *, refused: bool = False
) -> Iterator[Result]:
    """Every result that ``asking`` lets out, in the order of the file; of refused records alone.

    Each piece has a transaction of its own, which is over before anything of it is sent: whoever
    reads slowly holds nothing up.
    """
    after: int | None = 0
    while after is not None:
        with transaction(engine) as db:
            found = results_of(db, file_id, refused=refused, after=after)
            told = asking(db, found)
        yield from told
        after = found[-1].ordinal if found else None


class Subjects:
    """Whom the records of a file are about, read from it once more, beside its results.

    The results do not say: nobody reads there whose number stood in a record.
    """

    def __init__(self, file_id: UUID, vault: Vault) -> None:
        self._file_id = file_id
        self._vault = vault
        self._reading = Reading()
        self._here: Here | None = None

    def of(self, db: Session, results: Sequence[Result]) -> dict[int, tuple[str, UUID]]:
        """Employer's number and worker, by ordinal, where a result tells an effect.

        ``results`` are those that follow on the last ones that were asked about, all of them.
        """
        here = self._here or self._beginning(db)
        chunk = self._reading.next(db, here, len(results))
        if chunk.then:
            ordinal = here.ordinal + len(chunk.records)
            self._here = Here(self._file_id, chunk.then, here.beginning, ordinal)
        telling = {each.ordinal for each in results if each.effect}
        those = [each for each in chunk.records if each.ordinal in telling]
        numbers = {each.said["worker"] for each in those}
        people = persons_by_ssin(db, numbers, vault=self._vault) if numbers else {}
        return {
            each.ordinal: (each.enterprise_number or "", people[each.said["worker"]])
            for each in those
            if each.said["worker"] in people
        }

    def _beginning(self, db: Session) -> Here:
        """Before the first record; on which line that is, nobody asks."""
        found = select(BatchFile.beginning).where(BatchFile.file_id == self._file_id)
        beginning = db.execute(found).scalar_one()
        return Here(self._file_id, Place(beginning, 1), beginning, 1)
