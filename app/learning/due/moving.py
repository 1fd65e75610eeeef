"""What happens to tasks, notices and plans when two persons or enterprises turn out to be one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.due.models import BalanceNotice, BalanceNoticeRun, TaskPutAside
from app.learning.planning.models import TrainingPlan


def move_person(db: Session, *, kept: UUID, given_up: UUID) -> None:
    move_rows(db, BalanceNotice, "person_id", kept=kept, given_up=given_up)


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """What both state of the same, the kept one's stays; a run under way is asked for again."""
    once = {TaskPutAside: ("task", "period"), TrainingPlan: ("year",)}
    for model, columns in once.items():
        move_rows(db, model, "enterprise_id", kept=kept, given_up=given_up, once=columns, at=at)
    db.execute(
        update(BalanceNoticeRun)
        .where(BalanceNoticeRun.enterprise_id == given_up, BalanceNoticeRun.state == "making")
        .values(state="stopped", ended_at=at)
    )
    move_rows(db, BalanceNoticeRun, "enterprise_id", kept=kept, given_up=given_up)
