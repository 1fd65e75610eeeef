"""Forms for bringing a file: the file itself, what its columns are, what their words mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.employers.forms import StatedForm
from app.employers.looking import today
from app.foundation.sheets import MAX_BYTES
from app.learning.bringing.fields import FIELDS, DayOrder, Field, Reads, Unit, What
from app.learning.bringing.mapping import ColumnMapping, coded, column_keys
from app.learning.bringing.reading import masked
from app.learning.bringing.values import Came
from app.learning.rules.contents import Origin
from app.learning.rules.stating import FIRST_YEAR
from app.learning.words.bringing import FIELD_NAMES

#: Letters of a sample beside the name of its column.
_SAMPLE = 24


class BringForm(StatedForm):
    what = RadioField(
        _("What does the file hold?"),
        [InputRequired(_("Say whether the file holds trainings or rights"))],
        choices=[
            SelectChoice(What.TRAININGS.value, _("Trainings, one on each line")),
            SelectChoice(
                What.RIGHTS.value,
                _("Training rights, one worker and year on each line"),
            ),
        ],
    )
    origin = RadioField(
        _("Where does it come from?"),
        [InputRequired(_("Say where the file comes from"))],
        choices=[
            SelectChoice(
                Origin.FEDERAL_ACCOUNT.value, _("The federal tool, the Federal Learning Account")
            ),
            SelectChoice(Origin.OTHER_SYSTEM.value, _("Another system, such as your HR program")),
        ],
    )
    origin_name = StringField(
        _("Name of the other system"),
        description=_("Only for another system. Your workers see it beside what came from it"),
    )
    sheet = FileField(
        _("The file, CSV or XLSX"),
        [FileRequired(_("Choose the file"))],
        description=_(
            "At most %(most)s MB. The first line with several cells must hold the names of the "
            "columns",
            most=MAX_BYTES // (1024 * 1024),
        ),
    )

    def came(self) -> Came:
        """Where the file comes from, once it is said."""
        origin = Origin(self.origin.data)
        named = origin is Origin.OTHER_SYSTEM
        return Came(
            What(self.what.data),
            origin,
            self.origin_name.data if named else None,
            _file_name(self.sheet.data.filename or ""),
        )


def _file_name(path: str) -> str:
    """The name as people know it, without folders and without what cannot be shown."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[-120:] or "file"


def columns_form(
    what: What, header: Sequence[str], samples: Sequence[Sequence[str]], guess: ColumnMapping
) -> StatedForm:
    """A choice for each of our fields: a column, or one value for all lines."""
    keys = column_keys(header)
    columns = [
        SelectChoice(f"column:{at}", _column(key, at, samples)) for at, key in enumerate(keys)
    ]
    fields: dict[str, Any] = {}
    chosen: dict[str, Any] = {"unit": guess.unit.value, "days": guess.days.value}
    for each in FIELDS[what]:
        fields[each.name] = SelectField(
            FIELD_NAMES[each.name](),
            choices=[*_without_column(each), *_fixed(each), *columns],
            description=_HINTS.get(each.name, ""),
            default="",
        )
        if (column := guess.columns.get(each.name)) in keys:
            chosen[each.name] = f"column:{keys.index(column)}"
        elif each.name in guess.fixed:
            chosen[each.name] = f"value:{guess.fixed[each.name]}"
    fields["unit"] = RadioField(
        gettext("In what does the file count time?"), choices=_units(), default=Unit.HOURS.value
    )
    if any(each.reads is Reads.DAY for each in FIELDS[what]):
        fields["days"] = RadioField(
            gettext("How are days written?"), choices=_orders(), default=DayOrder.DAY_FIRST.value
        )
    if what is What.RIGHTS:
        fields["reason"] = TextAreaField(
            gettext("Why do you state these rights?"),
            description=gettext("Your workers and the inspection can read it"),
        )
    fields["remember"] = BooleanField(
        gettext("Remember this for the next file with the same columns"), default=True
    )
    form: StatedForm = type("ColumnsForm", (StatedForm,), fields)(data=chosen)
    return form


_HINTS = {
    "ends_on": _("Without a column each training lasts one day"),
    "followed": _("Without a column a training is followed once its last day has passed"),
    "counts": _("Without a column every training counts"),
    "certified": _("Without a column only trainings with a date of validity have one"),
    "registered_on": _("Stays beside the training as the original date of registration"),
}


def _column(key: str, at: int, samples: Sequence[Sequence[str]]) -> str:
    """The name of a column with the first thing that stands in it."""
    name = gettext("Column %(place)s, without a name", place=at + 1) if key[0] == "#" else key
    sample = next((line[at] for line in samples if line[at]), "")
    shown = masked(sample)
    short = shown if len(shown) <= _SAMPLE else f"{shown[:_SAMPLE]}…"
    return f"{name[:60]} – {short}" if short else name[:60]


def _without_column(each: Field) -> list[SelectChoice]:
    words = gettext("Choose") if each.needed else gettext("Not in the file")
    return [SelectChoice("", words)]


def _fixed(each: Field) -> list[SelectChoice]:
    """The same value for all lines."""
    if each.reads is Reads.WORD:
        return [
            SelectChoice(f"value:{code}", gettext("For all lines: %(what)s", what=said))
            for code, said in meanings(each)
        ]
    if each.reads is Reads.YEAR:
        return [
            SelectChoice(f"value:{year}", gettext("For all lines: %(what)s", what=year))
            for year in range(FIRST_YEAR, today().year + 2)
        ]
    return []


def meanings(each: Field) -> list[tuple[str, str]]:
    """What a word of the column can stand for."""
    words = {
        ("kind", "formal"): gettext("formal"),
        ("kind", "informal"): gettext("informal"),
        ("followed", "yes"): gettext("followed"),
        ("followed", "no"): gettext("planned"),
        ("given_by", "internal"): gettext("internal"),
        ("given_by", "provider"): gettext("given by a provider"),
    }
    yes_no = {"yes": gettext("yes"), "no": gettext("no")}
    return [(code, words.get((each.name, code)) or yes_no[code]) for code in each.meanings]


def _units() -> list[SelectChoice]:
    return [
        SelectChoice(Unit.HOURS.value, gettext("Hours, such as 7,6 or 7:36")),
        SelectChoice(Unit.DAYS.value, gettext("Days, such as 1,5")),
        SelectChoice(Unit.MINUTES.value, gettext("Minutes")),
    ]


def _orders() -> list[SelectChoice]:
    return [
        SelectChoice(
            DayOrder.DAY_FIRST.value, gettext("The day first, such as 24/9/2025, or the year first")
        ),
        SelectChoice(DayOrder.MONTH_FIRST.value, gettext("The month first, such as 9/24/2025")),
    ]


def mapping_chosen(
    what: What, header: Sequence[str], form: StatedForm, before: ColumnMapping | None
) -> ColumnMapping:
    """What the form says; words whose meaning was said before keep it."""
    keys = column_keys(header)
    columns, fixed = {}, {}
    for each in FIELDS[what]:
        kind, _colon, value = (form[each.name].data or "").partition(":")
        if kind == "column":
            columns[each.name] = keys[int(value)]
        elif kind == "value":
            fixed[each.name] = value
    days = form["days"].data if "days" in form else DayOrder.DAY_FIRST.value
    return ColumnMapping(
        columns, fixed, before.words if before else {}, Unit(form["unit"].data), DayOrder(days)
    )


def words_form(
    what: What, mapping: ColumnMapping, words: Mapping[str, Sequence[str]]
) -> StatedForm:
    """A choice for each word of each column that holds words."""
    fields, chosen = {}, {}
    for each, place, word in _places(what, mapping, words):
        fields[place] = SelectField(
            gettext("“%(word)s”", word=word) if word else gettext("An empty cell"),
            choices=[SelectChoice("", gettext("Choose")), *map(_choice, meanings(each))],
        )
        chosen[place] = mapping.words.get(each.name, {}).get(word, "")
    form: StatedForm = type("WordsForm", (StatedForm,), fields)(data=chosen)
    return form


def _choice(meaning: tuple[str, str]) -> SelectChoice:
    return SelectChoice(*meaning)


def _places(
    what: What, mapping: ColumnMapping, words: Mapping[str, Sequence[str]]
) -> Iterable[tuple[Field, str, str]]:
    for each in coded(what, mapping):
        for at, word in enumerate(words[each.name]):
            yield each, f"{each.name}-{at}", word


def words_chosen(
    what: What, mapping: ColumnMapping, words: Mapping[str, Sequence[str]], form: StatedForm
) -> ColumnMapping:
    """The mapping with what the form says of the words."""
    meant: dict[str, dict[str, str]] = {}
    for each, place, word in _places(what, mapping, words):
        if form[place].data:
            meant.setdefault(each.name, {})[word] = form[place].data
    return ColumnMapping(mapping.columns, mapping.fixed, meant, mapping.unit, mapping.days)
