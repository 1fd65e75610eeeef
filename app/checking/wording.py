"""Sentences for what is wrong with a receiver's address."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from app.foundation.problems import Problem

_PROBLEMS: Mapping[str, str] = {
    "address_unreadable": _("Enter an e-mail address such as name@example.be"),
    "attestation_unknown": _("There is no document under this number"),
    "too_many_addresses": _("So many people want to hear of this document that no more can"),
}
PROBLEM_CODES = frozenset(_PROBLEMS)


def sentence(problem: Problem) -> str:
    return str(_PROBLEMS[problem.code])
