"""Likely duplicates side by side: what they say, what differs, and what each choice does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.employers.checking.listing import page_from
from app.employers.checking.wording import effect_said, made_said, person_said, sign_said, way_said
from app.employers.listing import seen_on
from app.employers.looking import today
from app.enterprises.mandates import HeldMandate
from app.foundation.database import session
from app.foundation.writing import belgian_day, day_month_year, hours
from app.identity.queries import names_of
from app.learning.others.effects import Effects, effects_of
from app.learning.others.pairs import (
    ENOUGH,
    Made,
    Pair,
    likely_pairs,
    makers_of,
    people_in,
)
from app.learning.statements import TRAININGS_AMONG, TrainingVersion
from app.learning.words.contents import contents_listed
from app.learning.words.versions import counting_said

#: Pairs on one page.
PAGE = 20


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One thing that is said of both; empty where one says nothing of it."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to decide: the value of its field, its words, and what it does to the balance."""

    value: str
    said: str
    effect: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    """``own``: the first of the two is the enterprise's own."""

    pair: Pair
    worker: str | None
    signs: str
    lines: tuple[ComparedLine, ...]
    choices: tuple[Choice, ...]

    @property
    def own(self) -> bool:
        return self.pair.one.own

    @property
    def carried(self) -> str:
        """The pair as its form carries it along, with the versions that were seen."""
        one, other = self.pair.one, self.pair.other
        told = (one.training_id, one.seen.isoformat(), other.training_id, other.seen.isoformat())
        return " ".join(map(str, (self.pair.person_id, *told)))


def twice_page(mandate: HeldMandate, fields: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows; each worker shown leaves a line in the trail."""
    db, here = session(), mandate.enterprise_id
    found = likely_pairs(db, here, today=today())
    pages = max(-(-len(found) // PAGE), 1)
    page = min(page_from(fields), pages)
    pairs = found[(page - 1) * PAGE : page * PAGE]
    people = people_in(pairs)
    versions = {
        each.training_id: each for each in TRAININGS_AMONG.ask(db, people=people, enterprise=here)
    }
    # Somebody may have cancelled one between the two questions.
    pairs = [
        each
        for each in pairs
        if each.one.training_id in versions and each.other.training_id in versions
    ]
    seen_on(mandate, people, page="likely duplicates")
    return {
        "pairs": _shown(mandate, pairs, versions),
        "number": len(found),
        "many": len(found) >= ENOUGH,
        "page": page,
        "pages": pages,
        "own_chosen": fields.get("own") == "1",
        "own_ones": sum(each.one.own for each in pairs),
    }


def _shown(
    mandate: HeldMandate, pairs: list[Pair], versions: Mapping[UUID, TrainingVersion]
) -> list[ShownPair]:
    db, here = session(), mandate.enterprise_id
    made = makers_of(db, here, pairs)
    people = {each.registered_by for each in made.values() if each.registered_by}
    names = names_of(db, people | set(people_in(pairs)))
    effects = effects_of(db, here, pairs, today=today())
    shown = []
    for pair, effect in zip(pairs, effects, strict=True):
        two = [versions[each.training_id] for each in (pair.one, pair.other)]
        lines = _lines(*map(_contents, two)) + _lines(
            *(_registration(each, made[each.training_id], names) for each in two)
        )
        signs = " · ".join(map(sign_said, pair.signs))
        worker = names[pair.person_id].full
        shown.append(ShownPair(pair, worker, signs, lines, _choices(pair, effect)))
    return shown


def _lines(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[ComparedLine, ...]:
    names = dict.fromkeys([*one, *other])
    return tuple(ComparedLine(name, one.get(name, ""), other.get(name, "")) for name in names)


def _contents(training: TrainingVersion) -> dict[str, str]:
    """Everything that a training says, by what it is about."""
    first, last = day_month_year(training.starts_on), day_month_year(training.ends_on)
    return {
        _("Title"): training.title,
        _("When"): first if first == last else f"{first} – {last}",
        _("Time"): hours(training.minutes),
        _("Status"): _("followed") if training.followed else _("planned"),
        _("Kind"): _("formal") if training.formal else _("informal"),
        _("Credit"): counting_said(training.not_counting),
        _("Certificate"): _certificate(training),
        **dict(contents_listed(training.contents)),
    }


def _registration(
    training: TrainingVersion, made: Made, names: Mapping[UUID, Any]
) -> dict[str, str]:
    """Who said it, when and how."""
    who = person_said(names[made.registered_by].full) if made.registered_by else None
    return {
        _("Registered by"): made_said(who, made.machine, made.maker, nobody=made.nobody),
        _("Registered on"): day_month_year(belgian_day(training.recorded_from)),
        _("Way"): way_said(made.way),
    }


def _certificate(training: TrainingVersion) -> str:
    if training.certificate_until:
        until = day_month_year(training.certificate_until)
        return str(_("valid until %(day)s", day=until))
    return str(_("yes")) if training.certified else str(_("no"))


def _choices(pair: Pair, effects: Effects) -> tuple[Choice, ...]:
    one, other = _("Keep the first, cancel the second"), _("Keep the second, cancel the first")
    if pair.one.own:
        one, other = _("Keep yours, cancel the other"), _("Keep the other, cancel yours")
    return (
        Choice("one", one, effect_said(effects.keep_one)),
        Choice("other", other, effect_said(effects.keep_other)),
        Choice("both", _("Both are real: keep both"), _("The balance stays as it is")),
        Choice("later", _("Decide later"), ""),
    )
