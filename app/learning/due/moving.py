"""What happens to tasks and plans when two enterprises turn out to be one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.foundation.moving import move_rows
from app.learning.due.models import TaskPutAside
from app.learning.planning.models import TrainingPlan


def move_enterprise(db: Session, *, kept: UUID, given_up: UUID, at: datetime) -> None:
    """Of what both state of the same, the kept one's stays."""
    once = {TaskPutAside: ("task", "period"), TrainingPlan: ("year",)}
    for model, columns in once.items():
        move_rows(db, model, "enterprise_id", kept=kept, given_up=given_up, once=columns, at=at)
