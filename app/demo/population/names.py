"""Names as they occur in Belgium, put together at random: nobody in particular."""

from __future__ import annotations

from random import Random

# Given names of women and of men, then surnames, by the language of the family.
_NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "fr": (
        ("Amélie", "Bérénice", "Capucine", "Églantine", "Jehanne", "Maëlle", "Noëlie", "Zoé"),
        ("Achille", "Barthélemy", "Célestin", "Élie", "Gaëtan", "Jean-Loup", "Noé", "Théophile"),
        (
            "de la Tour-Brumeuse",
            "D'Hiverneau",
            "du Merlebois",
            "l'Étang",
            "Brindazur",
            "Chantegrive",
            "Coquelicourt",
            "Hautepluie",
            "Mirabelois",
            "Ninovieux",
            "Pétrichaud",
            "Vaneçon",
        ),
    ),
    "nl": (
        ("Anke", "Fien", "Godelieve", "Jozefien", "Liesbet", "Roosmarijn", "Tine", "Zita"),
        ("Arend", "Bavo", "Cyriel", "Floris", "Jan-Baptist", "Lieven", "Siebe", "Wannes"),
        (
            "Van den Wolkenberghe",
            "van 't Zandveld",
            "De Regenmaecker",
            "'s Graeventop",
            "Ter Linnenbeke",
            "Appelmansdael",
            "Kwikstaerts",
            "Lindeboomans",
            "Mosterdzaeds",
            "Nachtegaelen",
            "Vandekerckhove-Zonnebloem",
            "Wintertuyn",
        ),
    ),
    "de": (
        ("Annegret", "Friederike", "Jördis", "Käthe", "Mechthild", "Sieglinde"),
        ("Burkhard", "Götz", "Jürgen", "Karl-Heinz", "Rüdiger", "Wolfhart"),
        (
            "von der Nebelheide",
            "Apfelstroh",
            "Großkranich",
            "Hügelmüller",
            "Moosgräber",
            "Schönwölkchen",
            "Süßholz",
            "Vennläufer",
        ),
    ),
    "other": (
        ("Çağla", "Elżbieta", "Fatoumata", "Ioana-Ruxandra", "Ngọc Ánh", "Şirin", "Željka"),
        ("Abdoulaye", "Bálint", "Đorđe", "Łukasz", "Márton", "Tomáš", "Yiğit"),
        (
            "Aït Bouzellif",
            "Çiçekoğlu",
            "da Conceição Ribalta dos Santos Oliveirinha",
            "Đorđević-Zvezdan",
            "El Mourabitayn",
            "Kępińśkowa",
            "Mbuyi wa Lukusanga",
            "Nguyễn-Sương",
            "O'Tuathfhlaithín",
            "Řeháčkovský",
            "Şafaktan",
            "Țurlea",
            "Włóczęga",
            "Žuvelja",
        ),
    ),
}

# How often a family's language is met, and the languages its members ask to be served in.
_FAMILIES = ("fr", "nl", "de", "other")
_FREQUENCIES = (33, 42, 5, 20)
_SERVED_IN = {"fr": ("fr",), "nl": ("nl",), "de": ("de",), "other": ("fr", "nl", "nl", "en")}

SINGLE_NAME = "Wibisanasari"


def invent_name(dice: Random, *, woman: bool) -> tuple[str, str, str]:
    """Surname, given names and language of someone."""
    family = dice.choices(_FAMILIES, _FREQUENCIES)[0]
    women, men, surnames = _NAMES[family]
    given = dice.choice(women if woman else men)
    if dice.random() < 0.2:
        second = dice.choice(women if woman else men)
        given = given if second == given else f"{given} {second}"
    return dice.choice(surnames), given, dice.choice(_SERVED_IN[family])
