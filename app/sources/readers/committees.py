"""Reading the number of a joint committee, as DmfA and Dimona write it."""

from __future__ import annotations

import re

from app.sources.readers.xml import Faulty

_NUMBER = re.compile(r"\d{3}(\.\d{2}){0,2}", re.ASCII)


def joint_committee(text: str) -> str | None:
    """``999``, ``999.99`` or ``999.99.99``; ``XXX`` says that none applies or none is known."""
    if text == "XXX":
        return None
    if not _NUMBER.fullmatch(text):
        raise Faulty("not_a_joint_committee", "JointCommissionNbr", value=text)
    return text
