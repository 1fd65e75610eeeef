from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.database import Base


class ChosenWorker(Base):
    """A worker whom somebody has ticked in the list of an enterprise; it counts for that day.

    A row for each, so that one tick is one row whether three are chosen or five thousand.
    """

    __tablename__ = "chosen_workers"

    chooser_id: Mapped[UUID] = mapped_column(ForeignKey("persons.person_id"), primary_key=True)
    enterprise_id: Mapped[UUID] = mapped_column(
        ForeignKey("enterprises.enterprise_id"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("persons.person_id"), primary_key=True, index=True
    )
    chosen_on: Mapped[date] = mapped_column(index=True)
