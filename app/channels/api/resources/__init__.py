"""What the operations of the contract do: translation in, one act or question, rendering out."""

from app.channels.api.resources import (
    accounts,
    attestations,
    batches,
    changes,
    correcting,
    registering,
    rights,
    statements,
    trainings,
    workers,
)

__all__ = [
    "accounts",
    "attestations",
    "batches",
    "changes",
    "correcting",
    "registering",
    "rights",
    "statements",
    "trainings",
    "workers",
]
