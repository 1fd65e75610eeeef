"""Names that columns have, and words that cells hold, in French, Dutch, German and English.

Written as :func:`folded` gives them back: small letters without accents, words with one space
between.  The names are those that people use for these things; none is claimed to be the
federal tool's.
"""

from __future__ import annotations

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """``Date de début (*)`` as ``date de debut``: what two ways of writing have in common."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_NOT_A_WORD.sub(" ", plain).split())


#: By field, the surest first.
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "ssin": (
        *("niss", "insz", "ssin", "inss", "nrn", "registre national", "rijksregisternummer"),
        *("rijksregister", "numero national", "nationaal nummer", "national number"),
        *("numero de registre national", "nationalregisternummer", "enss", "erkennungsnummer"),
        *("national register number", "nr national", "n national", "bis nummer"),
    ),
    "title": (
        *("nom de la formation", "intitule de la formation", "naam van de opleiding"),
        *("titel van de opleiding", "bezeichnung der ausbildung", "name of the training"),
        *("title of the training", "training name", "titre de la formation", "naam opleiding"),
        *("intitule", "titre", "titel", "title", "opleiding", "kurs", "theme", "thema"),
        *("formation", "ausbildung", "weiterbildung", "training", "course", "cursus", "cours"),
        *("omschrijving", "description", "libelle", "bezeichnung", "benaming", "vorming"),
    ),
    "starts_on": (
        *("date de debut", "begindatum", "startdatum", "start date", "anfangsdatum"),
        *(
            "datum van aanvang",
            "aanvangsdatum",
            "debut",
            "begin",
            "start",
            "beginn",
            "premier jour",
        ),
        *("eerste dag", "first day", "erster tag", "van", "du", "from", "datum", "date"),
    ),
    "ends_on": (
        *("date de fin", "einddatum", "end date", "enddatum", "datum van einde", "fin", "einde"),
        *("ende", "end", "dernier jour", "laatste dag", "last day", "letzter tag", "tot", "au"),
        *("jusqu au", "until", "bis"),
    ),
    "length": (
        *("duree en heures", "duur in uren", "dauer in stunden", "duration in hours"),
        *("nombre d heures", "aantal uren", "anzahl stunden", "number of hours"),
        *("heures", "uren", "stunden", "hours", "duree", "duur", "dauer", "duration", "length"),
        *("duree en minutes", "duur in minuten", "minutes", "minuten"),
        *("duree en jours", "duur in dagen", "nombre de jours", "aantal dagen", "number of days"),
        *("anzahl tage", "jours", "dagen", "tage", "days"),
    ),
    "kind": (
        *("formelle ou informelle", "formeel of informeel", "formell oder informell"),
        *("formal or informal", "type de formation", "soort opleiding", "type opleiding"),
        *("art der ausbildung", "type of training", "training type", "formel", "formelle"),
        *("formeel", "formell", "formal", "type", "soort", "art", "kind"),
    ),
    "followed": (
        *("formation suivie", "opleiding gevolgd", "suivie", "suivi", "gevolgd", "absolviert"),
        *("besucht", "followed", "completed", "attended", "statut", "status"),
    ),
    "counts": (
        *("compte pour le credit", "telt mee voor het krediet", "telt voor het krediet"),
        *("counts for the credit", "counts for the fla credit", "zahlt fur das guthaben"),
        *("credit formation", "opleidingskrediet", "telt mee", "compte", "counts", "zahlt"),
        *("fla credit", "fla"),
    ),
    "certified": (
        *("certificat obtenu", "attest behaald", "met certificaat", "avec certificat"),
        *("certificat", "certificaat", "zertifikat", "certificate", "getuigschrift", "attest"),
        *("attestation", "diplome"),
    ),
    "certificate_until": (
        *("certificat valable jusqu au", "validite du certificat", "certificaat geldig tot"),
        *("geldigheid certificaat", "certificate valid until", "zertifikat gultig bis"),
        *("valable jusqu au", "valable jusque", "geldig tot", "gultig bis", "valid until"),
        *("date d expiration", "vervaldatum", "ablaufdatum", "expiry date", "validite"),
        *("geldigheid", "validity", "expires"),
    ),
    "field_of_learning": (
        *("isced f", "isced", "cite f", "domaine de formation", "studiegebied", "opleidingsdomein"),
        *("ausbildungsbereich", "field of learning", "field of study", "domaine", "domein"),
    ),
    "given_by": (
        *("interne ou externe", "intern of extern", "intern oder extern", "internal or external"),
        *("interne externe", "intern extern", "internal external", "interne", "intern", "internal"),
    ),
    "provider": (
        *("nom du prestataire", "naam opleidingsverstrekker", "name of the provider"),
        *("prestataire", "opleidingsverstrekker", "opleidingsinstelling", "verstrekker"),
        *("organisme de formation", "organisme", "operateur", "formateur", "aanbieder"),
        *("leverancier", "anbieter", "trainer", "provider", "fournisseur", "institut"),
    ),
    "provider_number": (
        *("numero d entreprise du prestataire", "ondernemingsnummer verstrekker"),
        *("ondernemingsnummer van de verstrekker", "provider enterprise number"),
        *("bce prestataire", "kbo verstrekker", "bce du prestataire", "kbo van de verstrekker"),
        *("provider number",),
    ),
    "registered_on": (
        *("date d enregistrement", "registratiedatum", "datum van registratie"),
        *("registration date", "registered on", "registrierungsdatum", "date d encodage"),
        *("enregistre le", "geregistreerd op", "registriert am", "ingevoerd op", "encode le"),
        *("created on", "cree le", "aangemaakt op"),
    ),
    "year": (*("annee civile", "kalenderjaar", "calendar year", "annee", "jaar", "jahr", "year"),),
    "amount": (
        *("droit a la formation", "opleidingsrecht", "training right", "droit en jours"),
        *("recht in dagen", "right in days", "nombre de jours", "aantal dagen", "anzahl tage"),
        *("number of days", "credit", "krediet", "guthaben", "droit", "recht", "right"),
        *("jours", "dagen", "tage", "days", "heures", "uren", "stunden", "hours"),
        *("minutes", "minuten", "solde", "saldo", "nombre", "aantal", "anspruch"),
    ),
    "agreement": (
        *("numero de cct", "cao nummer", "registratienummer cao", "numero d enregistrement cct"),
        *("cct", "cao", "kollektives arbeitsabkommen", "collective agreement", "agreement"),
    ),
}

_YES_NO: dict[str, tuple[str, ...]] = {
    "yes": (*("oui", "ja", "yes", "o", "j", "y", "1", "true", "vrai", "waar", "wahr", "x"),),
    "no": (
        *("non", "nee", "neen", "nein", "no", "n", "0", "false", "faux", "onwaar", "falsch", ""),
    ),
}
#: By field and meaning.
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "formal": (
            *("formel", "formelle", "formeel", "formele", "formell", "formelle", "formal", "f"),
            *("formation formelle", "formele opleiding", "formal training"),
        ),
        "informal": (
            *("informel", "informelle", "informeel", "informele", "informell", "informal", "i"),
            *("formation informelle", "informele opleiding", "informal training"),
        ),
    },
    "followed": {
        "yes": (
            *_YES_NO["yes"],
            *("suivi", "suivie", "gevolgd", "absolviert", "besucht", "followed", "completed"),
            *("termine", "terminee", "voltooid", "afgerond", "beendet", "done", "present"),
        ),
        "no": (
            *_YES_NO["no"][:-1],
            *("planifie", "planifiee", "prevu", "prevue", "gepland", "geplant", "planned"),
            *("inscrit", "ingeschreven", "registered"),
        ),
    },
    "counts": _YES_NO,
    "certified": _YES_NO,
    "given_by": {
        "internal": (
            "interne",
            "intern",
            "internal",
            "en interne",
            "in house",
            "i",
            *_YES_NO["yes"],
        ),
        "provider": ("externe", "extern", "external", "e", *_YES_NO["no"][:-1]),
    },
}


def meaning_of(field: str, cell: str) -> str | None:
    """What a cell most likely stands for; None where no word of the list is in it."""
    word = folded(cell)
    for meaning, words in WORDS.get(field, {}).items():
        if word in words:
            return meaning
    return None
