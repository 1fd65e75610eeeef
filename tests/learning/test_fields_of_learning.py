"""Fields of learning: the whole of ISCED-F 2013, named in every language."""

from __future__ import annotations

from collections import Counter

from app.learning.fields_of_learning import fields_of_learning


def test_the_classification_is_whole_and_every_field_stands_within_a_broader_one() -> None:
    codes = list(fields_of_learning())
    assert Counter(len(code) for code in codes) == {2: 11, 3: 29, 4: 80}, "as UNESCO has them"
    assert all(code[:-1] in codes for code in codes if len(code) > 2)


def test_every_field_has_a_name_in_every_language() -> None:
    for field in fields_of_learning().values():
        assert list(field.names) == ["en", "fr", "nl", "de"]
        for name in field.names.values():
            assert name == name.strip()
            assert name[0].isupper(), (field.code, name)
    # What nobody translated would stand there in English.
    untranslated = [f.code for f in fields_of_learning().values() if f.name("fr") == f.name("en")]
    assert untranslated == ["021", "081", "0812", "10", "1014"], untranslated
