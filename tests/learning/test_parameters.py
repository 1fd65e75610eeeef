"""The files of the law: those shipped pass, and every kind of fault is found in its place."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.learning.cli import parameters
from app.learning.parameters import (
    FEDERAL_FILE,
    FaultyLawError,
    federal_right,
    law,
    law_from,
    law_texts,
    version_of,
)
from app.learning.parameters.checking import faults_of
from app.learning.parameters.tables import Fault
from app.learning.rules.law import FOUND_DOUBTS, STATED_DOUBTS
from app.learning.rules.terms import CarryOver, LaterHire, MonthsRule, Terms, terms_on

PAGE = Path(__file__).parents[2] / "docs" / "agreements.md"
FEDERAL = law_texts()[FEDERAL_FILE]
OWN = "agreements/400.toml"
# An agreement without fault: two steps from 20 on, and the law elsewhere.  What a test changes
# in it is the fault it speaks of.
GOOD = """\
# An invented committee.
[agreement]
committees = ["400"]
from = 2024-01-01
source = "https://example.org/agreement"
quality = "fund"
read_on = 2026-11-21
elsewhere = "law"

[[entitlement]]
from = 2024-01-01
until = 2025-12-31
fte_from = 2000
kind = "individual"
days = 3

[[entitlement]]
from = 2026-01-01
fte_from = 2000
kind = "individual"
days = 4.5
"""


def faults(text: str, **others: str) -> list[Fault]:
    files = {f"agreements/{name}.toml": stated for name, stated in others.items()}
    return faults_of({FEDERAL_FILE: FEDERAL, OWN: text, **files})


def test_every_shipped_file_passes() -> None:
    assert [str(each) for each in faults_of(law_texts())] == []


def test_a_file_without_fault_passes_and_is_read_exactly() -> None:
    assert faults(GOOD) == []
    own = law_from({FEDERAL_FILE: FEDERAL, OWN: GOOD})
    found = terms_on(own, "400", 2000, date(2026, 3, 1))
    assert isinstance(found, Terms)
    assert found.amount.days == Fraction(9, 2)


STEP = '[[entitlement]]\nfrom = 2024-01-01\nfte_from = {}\nkind = "individual"\ndays = 2\n'
BUDGET = GOOD.replace("days = 3", "days = 6\nyears = 2").replace(
    'elsewhere = "law"', 'elsewhere = "law"\nbudget_from = 2024'
)

# What is changed in the good file into what; the fault it makes, where, and on which line.
FAULTS: list[tuple[str, str, str, str | None, int | None]] = [
    ("days = 3", "days = ", "not_toml", None, 15),
    ("[agreement]", "[agreement", "not_toml", None, 2),
    ("[agreement]", "[agreed]", "missing", "agreement", None),
    ('source = "https://example.org/agreement"\n', "", "missing", "agreement.source", 2),
    ("https://example.org/agreement", "the fund's page", "wrong_form", "agreement.source", 5),
    ('quality = "fund"', 'quality = "sure"', "unknown_value", "agreement.quality", 6),
    ("read_on = 2026-11-21\n", "", "missing", "agreement.read_on", 2),
    ("days = 3", "day = 3", "unknown_key", "entitlement[1].day", 15),
    ("quality", "qualities", "unknown_key", "agreement.qualities", 6),
    ("[[entitlement]]\nfrom = 2026", "[[right]]\nfrom = 2026", "unknown_key", "right", None),
    ("from = 2024-01-01\ns", "from = 2024\ns", "wrong_type", "agreement.from", 4),
    ("from = 2026-01-01", 'from = "2026-01-01"', "wrong_type", "entitlement[2].from", 18),
    ("from = 2026-01-01", "from = 2026-01-01T00:00:00", "wrong_type", "entitlement[2].from", 18),
    ("days = 3", "days = true", "wrong_type", "entitlement[1].days", 15),
    ("fte_from = 2000\n", 'fte_from = "20"\n', "wrong_type", "entitlement[1].fte_from", 13),
    ("fte_from = 2000\n", "fte_from = -1\n", "too_small", "entitlement[1].fte_from", 13),
    ('["400"]', '["4"]', "wrong_form", "agreement.committees[1]", 3),
    ('["400"]', '["400", "400.1"]', "wrong_form", "agreement.committees[2]", 3),
    ('["400"]', '["400.00"]', "wrong_form", "agreement.committees[1]", 3),
    ('["400"]', "[400]", "wrong_type", "agreement.committees[1]", 3),
    ('["400"]', "[]", "missing", "agreement.committees", 3),
    ('["400"]', '["400", "400"]', "claimed_twice", "agreement.committees[2]", 3),
    (
        'quality = "fund"',
        'quality = "fund"\nregistration = "400"',
        "wrong_form",
        "agreement.registration",
        7,
    ),
    ("until = 2025-12-31", "until = 2026-01-01", "steps_overlap", "entitlement[2].from", 18),
    ("until = 2025-12-31\n", "", "steps_overlap", "entitlement[2].from", 17),
    ("until = 2025-12-31", "until = 2025-11-30", "step_gap", "entitlement[2].from", 18),
    ("days = 4.5", "days = 2.5", "goes_down", "entitlement[2].days", 21),
    ("days = 3", "days = 1.5", "below_floor", "entitlement[1].days", 15),
    ("days = 3", "hours = 15", "below_floor", "entitlement[1].hours", 15),
    ("days = 3", "days = 3\nhours = 24", "not_one_amount", "entitlement[1].hours", 16),
    ("days = 3", "days = 3\nunknown = true", "not_one_amount", "entitlement[1].unknown", 16),
    ("days = 3\n", "", "not_one_amount", "entitlement[1]", 10),
    ("days = 3", "unknown = false", "not_one_amount", "entitlement[1].unknown", 15),
    ("days = 3", "days = 2.333", "not_exact", "entitlement[1].days", 15),
    ("days = 3", "days = nan", "not_exact", "entitlement[1].days", 15),
    ("days = 3", 'days = "three"', "not_exact", "entitlement[1].days", 15),
    ("days = 3", 'days = "7/0"', "not_exact", "entitlement[1].days", 15),
    ("days = 3", "days = -3", "too_small", "entitlement[1].days", 15),
    ("days = 3", 'hours = "70/9"', "not_exact", "entitlement[1].hours", 15),
    ("days = 3", "days = 6\nyears = 2", "no_budget_from", "entitlement[1].years", 16),
    ("days = 3", "days = 6\nyears = 0", "too_small", "entitlement[1].years", 16),
    ("until = 2025-12-31", "until = 2023-12-31", "ends_before_start", "entitlement[1].until", 12),
    (
        "fte_from = 2000\n",
        "fte_from = 2000\nfte_below = 1000\n",
        "ends_before_start",
        "entitlement[1].fte_below",
        14,
    ),
    (
        "from = 2024-01-01\nsource",
        "from = 2024-01-01\nuntil = 2023-12-31\nsource",
        "ends_before_start",
        "agreement.until",
        5,
    ),
    ("from = 2024-01-01\ns", "from = 2025-01-01\ns", "outside_validity", "entitlement[1].from", 11),
    (
        "from = 2024-01-01\ns",
        "from = 2024-01-01\nuntil = 2030-12-31\ns",
        "outside_validity",
        "entitlement[2]",
        18,
    ),
    ("from = 2024-01-01\ns", "from = 2022-01-01\ns", "no_parameters", "agreement.from", 4),
    ('elsewhere = "law"\n', "", "band_hole", None, None),
    ('elsewhere = "law"', 'elsewhere = "zero"', "unknown_value", "agreement.elsewhere", 8),
    ('kind = "individual"\nd', 'kind = "all"\nd', "unknown_value", "entitlement[1].kind", 14),
    (
        'kind = "individual"\nd',
        'kind = "collective"\nd',
        "collective_entitlement",
        "entitlement[1].kind",
        14,
    ),
    ("fte_from = 2000\n", "", "band_missing", "entitlement[1]", 10),
    (
        'elsewhere = "law"',
        'elsewhere = "law"\nsame_as_law = true',
        "contradiction",
        "agreement.same_as_law",
        9,
    ),
    (
        "days = 3",
        'days = 3\ndoubts = [{ code = "perhaps" }]',
        "unknown_value",
        "entitlement[1].doubts[1].code",
        16,
    ),
    (
        "days = 3",
        'days = 3\ndoubts = [{ code = "boundary_unclear" }]',
        "wrong_type",
        "entitlement[1].doubts[1]",
        16,
    ),
]


@pytest.mark.parametrize(
    ("good", "bad", "code", "where", "line"), FAULTS, ids=lambda value: str(value)[:40]
)
def test_a_fault_is_found_where_it_stands(
    good: str, bad: str, code: str, where: str | None, line: int | None
) -> None:
    assert good in GOOD
    found = faults(GOOD.replace(good, bad, 1))
    assert (code, where, line) in {(each.code, each.where, each.line) for each in found}, found
    assert {each.file for each in found} == {OWN}
    assert all(each.sentence.rstrip().endswith(".") for each in found)


def test_a_band_that_overlaps_another_is_found() -> None:
    found = faults(GOOD + STEP.format("1000\nfte_below = 2500"))
    # It overlaps both steps of the good file.
    assert [(each.code, each.where, each.line) for each in found] == [
        ("bands_overlap", "entitlement[3].fte_from", 24)
    ] * 2


def test_a_hole_between_two_bands_is_found_even_where_the_law_holds_elsewhere() -> None:
    (found,) = faults(GOOD + STEP.format("0\nfte_below = 1000"))
    assert found.code == "band_hole"
    assert "10 to under 20 full-time equivalents" in found.sentence


def test_an_end_left_open_is_a_gap_where_the_law_is_not_said_to_hold() -> None:
    whole = GOOD.replace('elsewhere = "law"\n', "").replace("fte_from = 2000", "fte_from = 0")
    assert faults(whole) == []
    (late,) = faults(whole.replace("from = 2024-01-01\nu", "from = 2024-07-01\nu"))
    assert (late.code, late.where) == ("step_gap", "entitlement[1]")
    assert "from 2024-01-01 to 2024-06-30" in late.sentence
    (short,) = faults(whole.replace("from = 2026-01-01", "from = 2026-01-01\nuntil = 2027-12-31"))
    assert "from 2028-01-01 on" in short.sentence


def test_a_step_that_nobody_knows_closes_a_gap() -> None:
    assert faults(GOOD.replace("days = 4.5", "unknown = true")) == []


def test_a_budget_is_not_cut_by_the_next_known_step() -> None:
    assert faults(BUDGET) == []
    cut = BUDGET.replace("2025-12-31", "2024-12-31").replace("2026-01-01", "2025-01-01")
    (found,) = faults(cut)
    assert (found.code, found.where) == ("budget_cut", "entitlement[1].until")
    # Where the next step is not known, the budget has been granted, and the rest is said.
    assert faults(cut.replace("days = 4.5", "unknown = true")) == []


def test_a_budget_begins_on_the_first_of_january_and_not_before_its_period() -> None:
    for bad in (
        BUDGET.replace("from = 2024-01-01\nu", "from = 2024-02-01\nu"),
        BUDGET.replace("budget_from = 2024", "budget_from = 2025"),
    ):
        (found,) = faults(bad)
        assert (found.code, found.where) == ("budget_cut", "entitlement[1].from")


def test_two_files_do_not_claim_a_committee_on_the_same_day() -> None:
    (found,) = faults(GOOD, **{"400-old": GOOD})
    assert (found.code, found.where, found.line) == ("claimed_twice", "agreement.committees[1]", 3)
    assert "agreements/400-old.toml" in found.sentence
    before = GOOD.replace("2024-01-01\ns", "2024-01-01\nuntil = 2025-12-31\ns")
    later = GOOD.replace("from = 2024-01-01\ns", "from = 2026-01-01\ns")
    first, second = "[[entitlement]]\nfrom = 2024", "[[entitlement]]\nfrom = 2026"
    before = before[: before.index(second)]
    later = later[: later.index(first)] + later[later.index(second) :]
    assert faults(later, **{"400-old": before}) == []


def test_a_file_that_says_nothing_is_no_agreement() -> None:
    (found,) = faults(GOOD[: GOOD.index("[[entitlement]]")])
    assert found.code == "says_nothing"


@pytest.mark.parametrize(
    ("good", "bad", "code", "where"),
    [
        ("five_years = 5", "five_years = 0", "too_small", "right.five_years"),
        ("same_account_days = 31\n", "", "missing", "right.same_account_days"),
        ("first_five_years_from = 2024-01-01", "", "missing", "right.first_five_years_from"),
        ("from = 2024-01-01\n\n[[right", "from = 2022-01-01\n\n[[right", "steps_overlap",
         "right.in_force[2].from"),
        ("fte_from = 0 ", "fte_from = 1 ", "band_hole", "right.in_force[1]"),
        ("days = 1\n", "days = 0.5\n", "wrong_type", "right.in_force[1].band[2].days"),
        ('"year_of_hire"', '"any"', "unknown_value", "right.five_years_of_later_hire"),
        ('law = "law of 20 October 2023"\n', "", "missing", "fact[2].law"),
    ],
)  # fmt: skip
def test_the_federal_file_is_checked_too(good: str, bad: str, code: str, where: str) -> None:
    assert good in FEDERAL
    found = faults_of({FEDERAL_FILE: FEDERAL.replace(good, bad, 1)})
    assert (code, where) in {(each.code, each.where) for each in found}, found
    assert all(each.line for each in found)


def test_without_the_federal_file_there_is_no_law() -> None:
    with pytest.raises(FaultyLawError, match='the key "right" is missing'):
        law_from({OWN: GOOD})


def test_files_that_cannot_be_read_are_refused_as_a_whole() -> None:
    with pytest.raises(FaultyLawError) as refused:
        law_from({FEDERAL_FILE: FEDERAL, OWN: GOOD.replace("days = 3", "days = 3.x")})
    assert [each.code for each in refused.value.faults] == ["not_toml"]


def test_the_texts_kept_give_the_same_law_again() -> None:
    kept = law_texts()
    again = law_from(kept)
    assert again.version == law().version == version_of(kept)
    assert (again.federal, again.agreements) == (law().federal, law().agreements)


def test_another_text_is_another_version_and_an_old_one_can_be_replayed() -> None:
    old = law_from({FEDERAL_FILE: FEDERAL, OWN: GOOD})
    new = law_from({FEDERAL_FILE: FEDERAL, OWN: GOOD.replace("days = 4.5", "days = 5")})
    assert old.version != new.version
    day = date(2026, 6, 30)
    for each, days in ((old, Fraction(9, 2)), (new, Fraction(5)), (old, Fraction(9, 2))):
        found = terms_on(each, "400", 2000, day)
        assert isinstance(found, Terms)
        assert found.amount.days == days


def test_the_federal_file_states_what_the_account_needs() -> None:
    right = federal_right()
    assert (right.first_five_years, right.five_years) == (date(2024, 1, 1), 5)
    assert right.later_hire is LaterHire.YEAR_OF_HIRE
    assert right.carry_before_first_period is False
    assert right.same_account_days == 31
    assert (right.agreement_floor_days, right.agreement_floor_fte) == (2, 2000)


@pytest.mark.parametrize(
    ("code", "day", "holds"),
    [
        ("training_right", date(2022, 12, 31), False),
        ("training_right", date(2026, 11, 21), True),
        ("registration_duty", date(2024, 3, 31), False),
        ("registration_duty", date(2024, 4, 1), True),
        ("registration_duty", date(2025, 12, 31), True),
        ("registration_duty", date(2026, 1, 1), False),
        ("registered_data_kept", date(2026, 12, 31), True),
        ("registered_data_kept", date(2027, 1, 1), False),
    ],
)
def test_what_is_law_and_what_was(code: str, day: date, holds: bool) -> None:
    assert federal_right().fact(code).holds_on(day) is holds


def test_every_agreement_says_where_it_was_read_and_when() -> None:
    for each in law().agreements:
        assert each.source.startswith("https://"), each.code
        assert each.read_on == date(2026, 11, 21), each.code
        assert each.months in MonthsRule
        assert each.carry_over in CarryOver


def test_the_page_about_agreements_names_them_all_and_its_example_passes() -> None:
    page = PAGE.read_text("utf-8")
    named = {code for each in law().agreements for code in each.committees}
    missing = {code for code in named if not re.search(rf"\b{re.escape(code)}\b", page)}
    assert missing == set()
    assert {code for code in {*STATED_DOUBTS, *FOUND_DOUBTS} if f"`{code}`" not in page} == set()
    example = page.partition("```toml\n")[2].partition("```")[0]
    assert faults(example) == []


def test_the_command_is_content_with_what_is_shipped() -> None:
    answer = CliRunner().invoke(parameters, ["check"])
    assert (answer.exit_code, answer.output) == (
        0,
        f"{len(law_texts())} files checked, no faults.\n",
    )


def test_the_command_says_what_is_wrong_with_a_file_and_where(tmp_path: Path) -> None:
    file = tmp_path / "400.toml"
    file.write_text(GOOD.replace("days = 4.5", "days = 2.5"), "utf-8")
    answer = CliRunner().invoke(parameters, ["check", str(file)])
    assert answer.exit_code == 1
    assert answer.output.startswith(f"{file}, line 21: entitlement[2].days: this is less a year")
    assert answer.output.endswith("1 file checked, 1 fault.\n")


def test_the_command_checks_a_file_together_with_those_that_are_shipped(tmp_path: Path) -> None:
    file = tmp_path / "400.toml"
    file.write_text(GOOD.replace('"400"', '"124"'), "utf-8")
    answer = CliRunner().invoke(parameters, ["check", str(file)])
    assert "124 is claimed by agreements/124.toml too" in answer.output
    # A file of the same name takes the place of the one that is shipped.
    mended = tmp_path / "124.toml"
    mended.write_text(GOOD.replace('"400"', '"124"'), "utf-8")
    assert CliRunner().invoke(parameters, ["check", str(mended)]).exit_code == 0


def test_the_command_refuses_what_is_not_text(tmp_path: Path) -> None:
    file = tmp_path / "400.toml"
    file.write_bytes(b"# caf\xe9\n")
    answer = CliRunner().invoke(parameters, ["check", str(file)])
    assert answer.exit_code == 1
    assert "save it as UTF-8" in answer.output


def test_the_command_shows_an_agreement() -> None:
    shown = CliRunner().invoke(parameters, ["show", "142.01"]).output
    assert "25 days for 5 years together, individual" in shown
    assert "There is no agreement for 999" in CliRunner().invoke(parameters, ["show", "999"]).output
