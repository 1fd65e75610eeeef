"""What is wrong, and the way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.foundation.writing import day_month_year, hours, hundredths

PROBLEMS: dict[str, Callable[[dict[str, Any]], str]] = {
    "title_missing": lambda p: _("Enter the title of the training"),
    "title_too_long": lambda p: _(
        "The title must have %(most)s characters or fewer", most=p["most"]
    ),
    "title_unreadable": lambda p: _(
        "The title contains characters that cannot be read: type it again"
    ),
    "ends_before_it_starts": lambda p: _(
        "The last day must be on or after the first day, %(day)s",
        day=day_month_year(p["starts_on"]),
    ),
    "followed_in_the_future": lambda p: _(
        "The training ends after today: register it as planned, or correct the last day"
    ),
    "planned_in_the_past": lambda p: _(
        "The training ended before today: register it as followed, or correct the last day"
    ),
    "planned_too_far": lambda p: ngettext(
        "A training can be planned at most %(num)s year ahead: correct the last day",
        "A training can be planned at most %(num)s years ahead: correct the last day",
        p["years"],
    ),
    "certificate_too_long": lambda p: ngettext(
        "A certificate can be valid for at most %(num)s year from now: correct the date, or "
        "leave it out",
        "A certificate can be valid for at most %(num)s years from now: correct the date, or "
        "leave it out",
        p["years"],
    ),
    "no_time": lambda p: _("Enter how long the training lasts, more than nothing"),
    "longer_than_its_days": lambda p: ngettext(
        "The training lasts longer than its %(num)s day: correct the length or the dates",
        "The training lasts longer than its %(num)s days: correct the length or the dates",
        p["days"],
    ),
    "too_much_time": lambda p: _(
        "A training can last at most %(most)s: correct the length", most=hours(p["hours"] * 60)
    ),
    "validity_without_certificate": lambda p: _(
        "Only a certificate can be valid until a date: say that there is one, or leave the date out"
    ),
    "certificate_ends_first": lambda p: _(
        "The certificate must be valid on or after the last day of the training, %(day)s",
        day=day_month_year(p["ends_on"]),
    ),
    "not_a_worker_of_yours": lambda p: _(
        "No employment of this person with your enterprise is declared"
    ),
    "access_closed": lambda p: _(
        "This person left too long ago: your access to their data has closed. Corrections go "
        "through the Federal Public Service Employment"
    ),
    "not_employed_then": lambda p: _(
        "This person was not employed by you on all days of the training: correct the dates"
    ),
    "no_mandate": lambda p: _(
        "You hold no mandate today to register or state anything for this enterprise: "
        "ask its access manager"
    ),
    "not_given_by_you": lambda p: _(
        "A training provider registers only what it gave: enter its own enterprise number as "
        "that of the provider"
    ),
    "no_parameters": lambda p: _("No legal parameters are known for that year."),
    "size_unknown": lambda p: _(
        "The size of the enterprise is not known: its declarations for the reference quarters "
        "have not been received."
    ),
    "regime_not_declared": lambda p: _(
        "No quarterly declaration (DmfA) with the weekly hours has been received for this "
        "employment yet."
    ),
    "hours_missing": lambda p: _(
        "A part-time line does not state its weekly hours: the employer can correct its DmfA."
    ),
    "full_time_hours_zero": lambda p: _(
        "A line declares a full-time week of 0 hours: the employer can correct its DmfA."
    ),
    "hours_above_full_time": lambda p: _(
        "A line declares %(worked)s hours a week where full time is %(full)s: the employer can "
        "correct its DmfA.",
        worked=hundredths(p["worked"]),
        full=hundredths(p["full_time"]),
    ),
    "full_time_contradicted": lambda p: _(
        "A line says full-time, yet declares %(worked)s of %(full)s hours a week: the employer can "
        "correct its DmfA.",
        worked=hundredths(p["worked"]),
        full=hundredths(p["full_time"]),
    ),
    "day_length_impossible": lambda p: _(
        "A line declares a full-time week of %(week)s over %(days)s days, which no day can hold: "
        "the employer can correct its DmfA.",
        week=hours(p["week"]),
        days=hundredths(p["days"]),
    ),
    "employment_ends_before_it_starts": lambda p: _(
        "An employment is declared that ends on %(end)s, before it starts on %(start)s: the "
        "employer can correct its Dimona.",
        start=day_month_year(p["starts_on"]),
        end=day_month_year(p["ends_on"]),
    ),
    "agreement_incomplete": lambda p: _(
        "The agreement of joint committee %(committee)s sets a number of days for this period "
        "that none of our sources gives: ask the employer or the sector's training fund.",
        committee=p["agreement"],
    ),
    "agreement_band_unknown": lambda p: _(
        "The sources do not say whether the agreement of joint committee %(committee)s holds for "
        "an enterprise of this size: ask the employer or the sector's training fund.",
        committee=p["agreement"],
    ),
    "opted_out": lambda p: _(
        "The employer has declined the automatic right for %(year)s and not stated another one "
        "yet: ask the employer.",
        year=p["year"],
    ),
    "counts_and_does_not": lambda p: _(
        "A training that counts for the credit needs no reason for not counting: leave it out"
    ),
    "registered_already": lambda p: _(
        "The same training is registered already: change the title, the dates or the length"
    ),
    "no_such_training": lambda p: _("No such training is registered with your enterprise"),
    "training_cancelled": lambda p: _("This training is cancelled already"),
    "changed_meanwhile": lambda p: _(
        "Somebody changed this in the meantime: look at it again before you change it"
    ),
    "reason_missing": lambda p: _("Say why"),
    "reason_unreadable": lambda p: _(
        "The reason contains characters that cannot be read: type it again"
    ),
    "reason_too_long": lambda p: _(
        "The reason must have %(most)s characters or fewer", most=p["most"]
    ),
    "stated_twice": lambda p: _("The same is stated twice: leave one of the two out"),
    "no_such_year": lambda p: _(
        "Enter a year from %(first)s to %(last)s", first=p["first"], last=p["last"]
    ),
    "no_such_period": lambda p: _(
        "Enter the first of two years for which a size counts, from %(first)s to %(last)s",
        first=p["first"],
        last=p["last"],
    ),
    "not_employed_that_year": lambda p: _(
        "This person was not employed by you in %(year)s", year=p["year"]
    ),
    "agreement_unreadable": lambda p: _(
        "Enter the registration number of the agreement, such as 182345/CO/200"
    ),
    "right_of_an_opt_out": lambda p: _(
        "Either decline the automatic right or state another one, not both"
    ),
    "right_in_another_unit": lambda p: _(
        "State days for everyone, or hours for one worker, not both"
    ),
    "right_missing": lambda p: _("Enter how much the right is"),
    "right_impossible": lambda p: _("Enter a right that fits into one year, and not less than 0"),
    "size_impossible": lambda p: _(
        "Enter a size from 0 to %(most)s full-time equivalents", most=hundredths(p["most"])
    ),
    "end_without_notice": lambda p: _(
        "Only a resignation or a dismissal with notice has a period of notice: leave the first "
        "day of notice out"
    ),
    "notice_before_employment": lambda p: _(
        "The notice must begin on or after the first day of the employment, %(day)s: "
        "correct the date",
        day=day_month_year(p["starts_on"]),
    ),
    "notice_after_end": lambda p: _(
        "The notice must begin on or before the last day of the employment, %(day)s: "
        "correct the date",
        day=day_month_year(p["ends_on"]),
    ),
}
