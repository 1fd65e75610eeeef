"""Whoever writes a program finds every code that it may meet in docs/codes.md, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from app.channels.batch.wording import FILE_FAULTS, RECORD_FAULTS

HOUSE = Path(__file__).parents[2]
#: Where what programs register, correct, cancel and state is refused.
RULES = (
    *(f"app/learning/rules/{name}.py" for name in ("registering", "contents", "stating")),
    *(f"app/learning/{name}.py" for name in ("registration", "contents", "changing")),
    *(f"app/learning/{name}.py" for name in ("correcting", "codes", "stating")),
    *("app/enterprises/stating.py", "app/channels/api/naming.py"),
)
REASONS = {"reason_missing", "reason_too_long", "reason_unreadable"}
#: Days, ends of employments and history brought along are the affair of pages.
OF_PAGES = {
    *("more_days_than_dates", "day_not_known", "registered_in_the_future"),
    *("end_without_notice", "notice_before_employment", "notice_after_end"),
}


def test_every_code_is_explained() -> None:
    of_rules = {
        code
        for each in RULES
        for code in re.findall(r'\bproblem\(\s*"(\w+)"', (HOUSE / each).read_text())
    }
    met = (of_rules - OF_PAGES) | REASONS | FILE_FAULTS.keys() | RECORD_FAULTS.keys()
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", (HOUSE / "docs/codes.md").read_text(), re.M)
    explained = {code for row in rows for code in re.findall(r"`(\w+)`", row)}
    assert explained == met
