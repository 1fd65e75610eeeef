"""Sentences for what was refused.  The operator's command line speaks English."""

from __future__ import annotations

from typing import Any

_SENTENCES = {
    "empty_file": "the file is empty",
    "no_markup": "this is not an XML message: no element begins within its first 64 kB",
    "doctype_refused": "a message with a DOCTYPE is never read: remove it",
    "wrong_encoding": "the text does not have the encoding that the file declares: "
    "save it in UTF-8, or declare its real encoding in the first line",
    "not_xml": "this is not XML",
    "truncated": "the file stops in the middle: send it again, whole",
    "more_after_the_end": "something follows the end of the message: send each message in a file "
    "of its own",
    "nested_too_deep": "elements stand deeper inside each other than in any declaration",
    "changed_while_read": "the file changed while it was read: wait until it is whole, "
    "then load it again",
    "text_too_long": "one element holds more text than any declaration can",
    "not_well_formed": "the XML is not well formed here: nothing of the message was taken",
    "unknown_message": "no message is known under this root element: see docs/formats.md",
    "element_missing": "this element is needed and is missing or empty",
    "not_a_number": "must be a whole number from 0 to {most}, not “{value}”",
    "not_a_number_from_one": "must be a whole number from 1 to {most}, not “{value}”",
    "not_a_date": "must be a day that exists, written YYYY-MM-DD, not “{value}”",
    "not_a_time": "must be a time written HH:MM:SS.mmm, not “{value}”",
    "not_a_quarter": "must be a quarter written YYYYQ, from 20031 on: 20263 is the third of 2026",
    "not_a_national_number": "is not a national number: it must have eleven digits, "
    "with the right check digits",
    "not_an_enterprise_number": "is not an enterprise number: the check digits are wrong",
    "not_an_nsso_number": "is not an NSSO number: the check digits are wrong",
    "not_a_joint_committee": "must be written 999, 999.99 or 999.99.99, not “{value}”",
    "employer_without_number": "the employer needs an enterprise number or an NSSO number",
    "ends_before_it_starts": "ends before it starts, on {start}",
    "starts_after_the_quarter": "starts after the quarter that is declared",
    "unknown_code": "the code “{value}” does not exist in its list",
    "correction_not_whole": "this declaration corrects an earlier one of quarter {quarter} and "
    "has records that were refused: corrections are taken whole or not at all, "
    "so the earlier one stays in force",
}
CODES = frozenset(_SENTENCES)


def sentence(code: str, params: dict[str, Any]) -> str:
    """What is wrong and the way out; KeyError for a code without words."""
    return _SENTENCES[code].format(**params)
