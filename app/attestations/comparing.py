"""Two documents' facts side by side: whether they are the same, and in which parts they differ.

Facts are the attached data of a document (:mod:`certificates.record`) as JSON has them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.attestations.wishes import Wish
from certificates.attestation import LAYOUT_VERSION, Attestation
from certificates.record import write_record

Facts = dict[str, Any]

#: What belongs to the paper and not to what it says.
_OF_PAPER = frozenset({"format", "number", "issuedAt", "asKnownOn", "checkAddress"})
#: Sentences, and until when registers reach: neither another wording nor a register that reaches
#: further is another fact.  Years of pay are compared apart.
_NOT_COMPARED = frozenset(
    {
        *("label", "steps", "problems", "doubts", "ground", "contact"),
        *("declaredUntil", "sources", "years"),
    }
)
_NEVER_OVERTAKEN = frozenset({"coverage", "receipt"})


def facts_of(attestation: Attestation) -> Facts:
    """What the document says, as data; no national number, no drawing, no code."""
    facts: Facts = json.loads(write_record(attestation))
    return facts


def fingerprint_of(wish: Wish, facts: Facts) -> bytes:
    """The same for the same wish on the same facts, whatever the day."""
    said = {name: value for name, value in facts.items() if name not in _OF_PAPER}
    content = [LAYOUT_VERSION, wish.kind, wish.language, wish.options(), said]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).digest()


def parts_changed(before: Facts, after: Facts) -> tuple[str, ...]:
    """The parts in which the facts differ: names of sections, ``holder``, ``employer``.

    Only what both can say is compared: a newer layout that says more overtakes nothing.
    """
    return tuple(sorted(set(_changed(before, after))))


def _changed(before: Facts, after: Facts) -> Iterator[str]:
    for name, part in (("holder", "holder"), ("about", "employer")):
        if name in before and name in after and _differ(before[name], after[name]):
            yield part
    then, now = _by_name(before), _by_name(after)
    for name in (then.keys() & now.keys()) - _NEVER_OVERTAKEN:
        if _differ(then[name], now[name]) or _differ(*_years(name, before, then, now)):
            yield name


def _by_name(facts: Facts) -> Mapping[str, Any]:
    return {each["section"]: each for each in facts.get("sections", ())}


def _years(
    name: str, before: Facts, then: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[Any, Any]:
    """The years of a section that can be held beside each other.

    Of pay those that were declared whole when the document was made: others grow with every
    quarter.  The years of an account all of them.
    """
    old, new = (each[name].get("years", []) for each in (then, now))
    if name not in ("employments", "employment"):
        return old, new
    whole = _declared_whole(before)
    return tuple([row for row in rows if row["year"] <= whole] for rows in (old, new))  # type: ignore[return-value]


def _declared_whole(facts: Facts) -> int:
    """The last year of which every quarter was declared; 0 when none is."""
    for row in _by_name(facts).get("coverage", {}).get("rows", ()):
        if row["source"] == "dmfa" and row["quarter"]:
            quarter = row["quarter"]
            year: int = quarter["year"]
            return year if quarter["number"] == 4 else year - 1
    return 0


def _differ(before: Any, after: Any) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        common = before.keys() & after.keys() - _NOT_COMPARED
        return any(_differ(before[name], after[name]) for name in common)
    if isinstance(before, list) and isinstance(after, list):
        return len(before) != len(after) or any(
            _differ(*each) for each in zip(before, after, strict=True)
        )
    return bool(before != after)
