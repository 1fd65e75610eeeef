"""What may be said of a training beside ``FIRST_AID``, whether it is registered or corrected."""

from __future__ import annotations

from tests.channels.saying import Plain, Refusal, refused
from tests.house_of import MERIDIAN

#: Meridian's number with a slip in its check digits.
SLIP = f"{MERIDIAN[:-2]}{99 - int(MERIDIAN[-2:]):02d}"

WITH_EVERYTHING: Plain = {
    "certificate": {"validUntil": "2028-10-05"},
    "fieldOfLearning": "0913",
    "provider": {"internal": False, "name": "Rode Pijl vzw", "enterpriseNumber": MERIDIAN},
    "financing": "sectorFund",
    "countsForCredit": False,
    "notCountingReason": "trainingLeave",
}
#: What is wrong with it at every door, and how it is refused.
WRONG: dict[str, tuple[Plain, Refusal]] = {
    "a title that is too long": ({"title": "x" * 201}, refused(("title_too_long", "title"))),
    "ends before it starts": (
        {"endDate": "2026-10-04"},
        refused(("ends_before_it_starts", "ends_on")),
    ),
    "followed tomorrow": (
        {"startDate": "2026-11-22", "endDate": "2026-11-22"},
        refused(("followed_in_the_future", "ends_on")),
    ),
    "no time at all": ({"minutes": 0}, refused(("no_time", "minutes"))),
    "longer than its day": ({"minutes": 1441}, refused(("longer_than_its_days", "minutes"))),
    "a certificate that ends first": (
        {"certificate": {"validUntil": "2026-10-04"}},
        refused(("certificate_ends_first", "certificate_until")),
    ),
    "a certificate for a century": (
        {"certificate": {"validUntil": "2126-10-04"}},
        refused(("certificate_too_long", "certificate_until")),
    ),
    "before the first day of work": (
        {"startDate": "2021-10-05", "endDate": "2021-10-05"},
        refused(("not_employed_then", "starts_on")),
    ),
    "a provider of what is given inside": (
        {"provider": {"internal": True, "name": "Rode Pijl vzw"}},
        refused(("provider_of_internal", "provider")),
    ),
    "a provider with a number and no name": (
        {"provider": {"internal": False, "enterpriseNumber": MERIDIAN}},
        refused(("provider_without_name", "provider")),
    ),
    "a provider whose number has a slip in it": (
        {"provider": {"internal": False, "name": "Rode Pijl vzw", "enterpriseNumber": SLIP}},
        refused(("provider_number_wrong", "provider_number")),
    ),
}
