"""The pages' words in four languages.  A language that lacks one does not type-check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.demo.provider.people import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    language_name: str
    languages: str  # what the choice of language is called
    service: str
    choose_title: str
    warning_title: str
    warning: str
    who: str
    list_missing: str
    list_unreadable: str
    someone_else: str
    someone_else_hint: str
    ssin: str
    ssin_hint: str
    surname: str
    given_names: str
    with_what: str
    only_highest: str
    sign_in_with: str  # {key}
    cancel: str
    problem_title: str
    error: str  # before a message, for those who do not see its colour
    choose_person: str
    choose_key: str
    type_ssin: str
    wrong_ssin: str
    type_surname: str
    type_given_names: str
    wrong_name: str
    refused_title: str
    refused: str
    refused_reason: str
    signed_out_title: str
    signed_out: str


_FR = Words(
    language_name="Français",
    languages="Langue",
    service="Connexion de démonstration",
    choose_title="Qui voulez-vous être ?",
    warning_title="Ceci est une démonstration.",
    warning="Vous ne vous connectez pas réellement : vous choisissez un rôle. Les personnes "
    "sont inventées et cette page n’a aucun lien avec le service d’authentification fédéral, "
    "eID ou itsme. N’y tapez pas de données réelles.",
    who="Choisissez une personne",
    list_missing="La liste des personnes n’existe pas encore. Vous pouvez taper un numéro.",
    list_unreadable="La liste des personnes est illisible. Vous pouvez taper un numéro.",
    someone_else="Une autre personne",
    someone_else_hint="Pour jouer quelqu’un que le portail ne connaît pas.",
    ssin="Numéro de registre national ou numéro BIS",
    ssin_hint="Onze chiffres inventés, dont les deux derniers sont corrects.",
    surname="Nom",
    given_names="Prénoms",
    with_what="Avec quelle clé numérique ?",
    only_highest="Le portail demande le niveau le plus élevé : seul eID suffit.",
    sign_in_with="Continuer avec {key}",
    cancel="Annuler",
    problem_title="Il y a un problème",
    error="Erreur :",
    choose_person="Choisissez une personne.",
    choose_key="Choisissez une clé numérique proposée sur cette page.",
    type_ssin="Tapez un numéro.",
    wrong_ssin="Ce numéro n’est pas valide : vérifiez les onze chiffres.",
    type_surname="Tapez un nom.",
    type_given_names="Tapez un prénom.",
    wrong_name="Tapez au plus 100 caractères ordinaires.",
    refused_title="Cette demande de connexion est incorrecte",
    refused="Le site d’où vous venez a envoyé une demande que ce service ne peut pas suivre. "
    "Retournez à ce site et essayez à nouveau.",
    refused_reason="Pour la personne qui gère ce site :",
    signed_out_title="Vous êtes déconnecté",
    signed_out="Cette connexion de démonstration est terminée. Vous pouvez fermer cette page.",
)

_NL = Words(
    language_name="Nederlands",
    languages="Taal",
    service="Aanmelden voor de demonstratie",
    choose_title="Wie wilt u zijn?",
    warning_title="Dit is een demonstratie.",
    warning="U meldt zich niet echt aan: u kiest een rol. De personen zijn verzonnen en deze "
    "pagina heeft niets te maken met de federale authenticatiedienst, eID of itsme. Typ hier "
    "geen echte gegevens.",
    who="Kies een persoon",
    list_missing="De lijst van personen bestaat nog niet. U kunt een nummer typen.",
    list_unreadable="De lijst van personen is onleesbaar. U kunt een nummer typen.",
    someone_else="Een andere persoon",
    someone_else_hint="Om iemand te spelen die het portaal niet kent.",
    ssin="Rijksregisternummer of BIS-nummer",
    ssin_hint="Elf verzonnen cijfers, waarvan de laatste twee kloppen.",
    surname="Naam",
    given_names="Voornamen",
    with_what="Met welke digitale sleutel?",
    only_highest="Het portaal vraagt het hoogste niveau: alleen eID volstaat.",
    sign_in_with="Doorgaan met {key}",
    cancel="Annuleren",
    problem_title="Er is een probleem",
    error="Fout:",
    choose_person="Kies een persoon.",
    choose_key="Kies een digitale sleutel die op deze pagina staat.",
    type_ssin="Typ een nummer.",
    wrong_ssin="Dit nummer is niet geldig: controleer de elf cijfers.",
    type_surname="Typ een naam.",
    type_given_names="Typ een voornaam.",
    wrong_name="Typ hoogstens 100 gewone tekens.",
    refused_title="Deze vraag om aan te melden klopt niet",
    refused="De site waar u vandaan komt, heeft een vraag gestuurd die deze dienst niet kan "
    "volgen. Ga terug naar die site en probeer opnieuw.",
    refused_reason="Voor wie die site beheert:",
    signed_out_title="U bent afgemeld",
    signed_out="Deze demonstratie van het aanmelden is afgelopen. U kunt deze pagina sluiten.",
)

_DE = Words(
    language_name="Deutsch",
    languages="Sprache",
    service="Anmeldung zur Vorführung",
    choose_title="Wer möchten Sie sein?",
    warning_title="Dies ist eine Vorführung.",
    warning="Sie melden sich nicht wirklich an: Sie wählen eine Rolle. Die Personen sind "
    "erfunden, und diese Seite hat nichts mit dem föderalen Authentifizierungsdienst, eID oder "
    "itsme zu tun. Geben Sie hier keine echten Daten ein.",
    who="Wählen Sie eine Person",
    list_missing="Die Liste der Personen gibt es noch nicht. Sie können eine Nummer eingeben.",
    list_unreadable="Die Liste der Personen ist unlesbar. Sie können eine Nummer eingeben.",
    someone_else="Eine andere Person",
    someone_else_hint="Um jemanden zu spielen, den das Portal nicht kennt.",
    ssin="Nationalregisternummer oder BIS-Nummer",
    ssin_hint="Elf erfundene Ziffern, von denen die letzten zwei stimmen.",
    surname="Nachname",
    given_names="Vornamen",
    with_what="Mit welchem digitalen Schlüssel?",
    only_highest="Das Portal verlangt die höchste Stufe: Nur eID genügt.",
    sign_in_with="Weiter mit {key}",
    cancel="Abbrechen",
    problem_title="Es gibt ein Problem",
    error="Fehler:",
    choose_person="Wählen Sie eine Person.",
    choose_key="Wählen Sie einen digitalen Schlüssel, der auf dieser Seite steht.",
    type_ssin="Geben Sie eine Nummer ein.",
    wrong_ssin="Diese Nummer ist nicht gültig: Prüfen Sie die elf Ziffern.",
    type_surname="Geben Sie einen Nachnamen ein.",
    type_given_names="Geben Sie einen Vornamen ein.",
    wrong_name="Geben Sie höchstens 100 gewöhnliche Zeichen ein.",
    refused_title="Diese Anmeldeanfrage ist fehlerhaft",
    refused="Die Website, von der Sie kommen, hat eine Anfrage gesendet, die dieser Dienst "
    "nicht ausführen kann. Gehen Sie zurück zu dieser Website und versuchen Sie es erneut.",
    refused_reason="Für die Person, die diese Website verwaltet:",
    signed_out_title="Sie sind abgemeldet",
    signed_out="Diese Anmeldung zur Vorführung ist beendet. Sie können diese Seite schließen.",
)

_EN = Words(
    language_name="English",
    languages="Language",
    service="Demonstration sign-in",
    choose_title="Who do you want to be?",
    warning_title="This is a demonstration.",
    warning="You are not really signing in: you choose a part to play. The people are invented, "
    "and this page has nothing to do with the federal authentication service, eID or itsme. "
    "Do not type real data here.",
    who="Choose a person",
    list_missing="The list of people is not there yet. You can type a number.",
    list_unreadable="The list of people cannot be read. You can type a number.",
    someone_else="Someone else",
    someone_else_hint="To play somebody the portal does not know.",
    ssin="National Register number or BIS number",
    ssin_hint="Eleven invented digits, of which the last two are right.",
    surname="Surname",
    given_names="Given names",
    with_what="With which digital key?",
    only_highest="The portal asks for the highest level: only eID will do.",
    sign_in_with="Continue with {key}",
    cancel="Cancel",
    problem_title="There is a problem",
    error="Error:",
    choose_person="Choose a person.",
    choose_key="Choose a digital key offered on this page.",
    type_ssin="Type a number.",
    wrong_ssin="This number is not valid: check the eleven digits.",
    type_surname="Type a surname.",
    type_given_names="Type a given name.",
    wrong_name="Type at most 100 ordinary characters.",
    refused_title="This sign-in request is not right",
    refused="The site you come from sent a request that this service cannot follow. Go back to "
    "that site and try again.",
    refused_reason="For whoever runs that site:",
    signed_out_title="You are signed out",
    signed_out="This demonstration sign-in is over. You can close this page.",
)

WORDS = {"fr": _FR, "nl": _NL, "de": _DE, "en": _EN}


def language_for(ui_locales: str | None, accepted: Iterable[str]) -> str:
    """The first language asked for that the page has; ``accepted`` is the browser's order.

    ``fr-BE`` is ``fr``.  English when nothing fits.
    """
    for tag in [*(ui_locales or "").split(), *accepted]:
        language = tag.replace("_", "-").split("-")[0].lower()
        if language in LANGUAGES:
            return language
    return "en"
