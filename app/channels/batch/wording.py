"""What is wrong with a file or a record, and the way out, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.channels.batch.elements import NAMESPACE
from app.channels.batch.records import Fault
from app.foundation.problems import Problem
from app.learning.wording import sentence

_Words = Callable[[dict[str, Any]], str]

#: Of a file as a whole: it is not taken, or cannot be read on.
FILE_FAULTS: dict[str, _Words] = {
    "empty_file": lambda p: _("The file is empty: send it again"),
    "file_name_refused": lambda p: _(
        "The name of the file must have %(most)s characters or fewer, all of which can be shown: "
        "send it under another name",
        most=p["most"],
    ),
    "file_too_large": lambda p: _(
        "The file is larger than %(most)s megabytes: send it in parts, each with a reference of "
        "its own",
        most=p["most"],
    ),
    "compressed_refused": lambda p: _("The file is compressed: send it as plain XML"),
    "not_xml": lambda p: _("This is not an XML file"),
    "doctype_refused": lambda p: _("A DOCTYPE is not accepted: leave it out"),
    "unknown_message": lambda p: _(
        "The root element must be Registrations in the namespace %(namespace)s",
        namespace=NAMESPACE,
    ),
    "head_missing": lambda p: _("The first element must be Head"),
    "head_too_long": lambda p: _("The first record must begin within 64 kilobytes"),
    "no_records": lambda p: _("The file holds no record"),
    "record_too_long": lambda p: _(
        "A record is longer than one megabyte: nothing after it was read"
    ),
    "truncated": lambda p: _(
        "The file ends too early: nothing after this line was read. Send the rest in another file"
    ),
    "not_well_formed": lambda p: _(
        "From this line on the file is no XML: nothing after it was read. Send the rest in "
        "another file"
    ),
    "wrong_encoding": lambda p: _("The file is not in the encoding that it names: use UTF-8"),
    "more_after_the_end": lambda p: _("Something stands after the end of the message"),
    "not_the_sender": lambda p: _(
        "The sender in the file is not the enterprise that sends it: correct the enterprise number"
    ),
    "stopped": lambda p: _(
        "A fault stopped the file. What is answered stays. A registrar can have it tried again on "
        "the page of the file: it goes on where it stopped"
    ),
    "file_reference_reused": lambda p: _(
        "Another file was sent under this reference: give this one a reference of its own"
    ),
}
#: Of a record, before any rule is asked.
RECORD_FAULTS: dict[str, _Words] = {
    "record_unknown": lambda p: _("No record is called so: look at the schema"),
    "element_unknown": lambda p: _("This element does not belong here: leave it out"),
    "element_missing": lambda p: _("This element is missing"),
    "element_twice": lambda p: _("This element stands here twice: leave one out"),
    "attribute_unknown": lambda p: _("Attributes are not accepted here: leave them out"),
    "text_out_of_place": lambda p: _("Text stands between the elements: leave it out"),
    "text_too_long": lambda p: _("The text must have %(most)s characters or fewer", most=p["most"]),
    "not_a_reference": lambda p: _(
        "A reference has at most 64 letters, digits and signs (%(signs)s), and begins with a "
        "letter or a digit",
        signs="._:/-",
    ),
    "not_a_date": lambda p: _("This is not a date: write it as 2026-09-24"),
    "not_a_whole_number": lambda p: _("This is not a whole number"),
    "not_a_decimal": lambda p: _("This is not a number with two decimals at most: write it as 4.5"),
    "not_a_boolean": lambda p: _("This must be true or false"),
    "not_a_code": lambda p: _("This is none of the values of the schema"),
    "not_an_enterprise_number": lambda p: _(
        "This is not an enterprise number: it has ten digits, the last two of which check the "
        "others"
    ),
    "not_a_key": lambda p: _("This is not a key as Parcours gives them"),
    "one_original": lambda p: _(
        "Say what is meant in one way: by TrainingId or by OriginalReference"
    ),
    "reference_reused": lambda p: _(
        "Another record was sent under this reference: give this one a reference of its own"
    ),
    "mandate_unknown": lambda p: _(
        "This is not the mandate under which you act for the enterprise"
    ),
    "no_such_training": lambda p: _("No such training of this worker is registered"),
    "no_mandate": lambda p: _(
        "Nobody may act for this enterprise with this file today: ask its access manager"
    ),
}


def said(fault: Fault) -> str:
    """The sentence in the language of the request; KeyError for a code without words."""
    words = (FILE_FAULTS | RECORD_FAULTS).get(fault.code)
    if words:
        return words(dict(fault.params))
    return sentence(Problem(fault.code, None, fault.params))


@lru_cache(maxsize=2_000)
def said_in(language: str, fault: Fault) -> str:
    """The sentence in that language; a file of many faults has few sentences."""
    with force_locale(language):
        return said(fault)
