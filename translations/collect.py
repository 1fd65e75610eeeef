"""Collect the sentences of the portal into the catalogues: ``python -m translations.collect``.

Babel's own ``update`` writes a header with placeholders for people and addresses and with the
time of day, or none at all; other translation tools need one.  Here the header says what the
catalogue is and nothing that changes by itself, so that collecting twice changes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
TEMPLATE = ROOT / "translations" / "messages.pot"
#: Language: its rule for plurals, as gettext writes it.
PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "nl": "nplurals=2; plural=(n != 1);",
}


def catalogue_file(language: str) -> Path:
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog:
    """The catalogue as it stands, what is obsolete in it too."""
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def sentences() -> Catalog:
    """Every sentence that the code and the pages hand to gettext now, untranslated."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT,
        methods,
        options,
        keywords={**DEFAULT_KEYWORDS, "lazy_gettext": None},
        directory_filter=_among({pattern.split("/")[0] for pattern, _ in methods}),
    )
    template = Catalog()
    for _file, _line, message, _comments, context in found:
        template.add(message, context=context)
    return template


def _among(folders: Collection[str]) -> Callable[[str], bool]:
    """Whether to look into a folder: installed packages and databases need not be walked."""

    def looked_into(folder: str) -> bool:
        below = Path(folder).relative_to(ROOT)
        return below.parts[0] in folders and not below.name.startswith((".", "_"))

    return looked_into


def brought_up_to_date(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with what is new, untranslated, and without what is gone."""
    catalog = catalogue(language)
    catalog.update(template, no_fuzzy_matching=True)
    return catalog


def written(catalog: Catalog) -> bytes:
    """The catalogue as its file holds it."""
    body = io.BytesIO()
    write_po(
        body, catalog, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    language = str(catalog.locale) if catalog.locale else None
    return "\n".join([*_header(language), ""]).encode() + b"\n" + body.getvalue()


def _header(language: str | None) -> Iterator[str]:
    yield 'msgid ""'
    yield 'msgstr ""'
    yield r'"Project-Id-Version: Parcours\n"'
    if language:
        yield rf'"Language: {language}\n"'
        yield rf'"Plural-Forms: {PLURALS[language]}\n"'
    yield r'"MIME-Version: 1.0\n"'
    yield r'"Content-Type: text/plain; charset=utf-8\n"'
    yield r'"Content-Transfer-Encoding: 8bit\n"'


def collect() -> None:
    template = sentences()
    TEMPLATE.write_bytes(written(template))
    for language in PLURALS:
        catalogue_file(language).write_bytes(written(brought_up_to_date(language, template)))


if __name__ == "__main__":
    collect()
