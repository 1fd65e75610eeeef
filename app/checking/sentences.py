"""What the check page and the offline checker say, by key.

One list for three readers: pages rendered here, the scripts of the check page, and the offline
file, which carries it in four languages.  Blanks are ``%(name)s``.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

#: The title of the answer, and what stands under it.
GENUINE: Mapping[str, str] = {
    "genuine.current": _("Genuine, unchanged and still current"),
    "genuine.overtaken": _("Genuine and unchanged, but overtaken"),
    "genuine.withdrawn": _("Genuine, but taken back"),
    "genuine.unlisted": _("Genuine and unchanged, but not in our register"),
    "genuine.failed": _("Genuine and unchanged"),
    "genuine.not_asked": _("Genuine and unchanged"),
    "state.current": _("Our records still say what it says."),
    "state.overtaken": _(
        "Since %(date)s our records say something else about: %(parts)s. What they say now is "
        "not shown here. Ask the holder for a new document."
    ),
    "state.withdrawn": _(
        "Whoever asked for it took it back on %(date)s. Do not rely on it: ask for another."
    ),
    "state.unlisted": _(
        "We signed it, but do not find its number. Ask whoever gave it to you for a new document."
    ),
    "state.failed": _(
        "Whether it is still current we cannot say just now. Try again in a few minutes."
    ),
    "state.not_asked": _(
        "Nobody was asked whether it is still current. With its number you can ask at %(address)s."
    ),
    "demonstration": _(
        "It was made in a demonstration, with keys that anybody can make: it proves nothing "
        "outside it."
    ),
    "timestamped": _("A timestamp service confirms that time: %(at)s."),
    "compare": _("Compare every line below with the paper. If one differs, the paper was changed."),
    "moment": _("%(day)s at %(time)s"),
}

PDF: Mapping[str, str] = {
    "pdf.genuine.why": _(
        "This file was sealed by %(by)s on %(at)s. Not a byte of it has changed since."
    ),
    "pdf.altered": _("Changed after it was sealed"),
    "pdf.altered.why": _(
        "This file bears traces of our seal, but it is not the file that was sealed. Something was "
        "changed, added or lost."
    ),
    "pdf.altered.next": _(
        "Do not rely on it. Ask for the file as it was downloaded, not printed to a new PDF nor "
        "saved again."
    ),
    "pdf.key_not_valid": _("Not to be relied on: its key was not in use then"),
    "pdf.key_not_valid.why": _(
        "The file is whole and bears a seal of %(by)s, but says that it was sealed on %(at)s, when "
        "that key was not in use."
    ),
    "pdf.key_not_valid.next": _("Do not rely on it. Ask for a new document."),
    "pdf.foreign": _("Sealed by somebody else"),
    "pdf.foreign.why": _(
        "This file bears a seal, but not ours. The seal names “%(by)s”; we cannot say "
        "whether that is true."
    ),
    "pdf.foreign.next": _(
        "If it is meant to be an attestation of ours, do not rely on it. Otherwise ask its sender "
        "how to check it."
    ),
    "foreign.demonstration": _(
        "It seems to come from a demonstration of Parcours, whose documents prove nothing."
    ),
    "pdf.unsealed": _("A PDF without a seal"),
    "pdf.unsealed.why": _(
        "Nothing in this file tells where it comes from. A scan, or a document printed to a new "
        "PDF, has lost its seal even when what it says is right."
    ),
    "pdf.unsealed.next": _(
        "Ask for the file as it was downloaded, or check the code that is printed on it."
    ),
    "pdf.unreadable": _("This file is not a PDF"),
    "pdf.unreadable.why": _("It may be damaged, or a file of another kind."),
    "pdf.unreadable.next": _("Choose the PDF that you were given."),
}

CODE: Mapping[str, str] = {
    "code.genuine.why": _(
        "We signed this code on %(on)s. Not a character of it has changed since."
    ),
    "code.altered": _("This code is not right"),
    "code.altered.why": _(
        "It looks like a code of ours, but its signature does not fit: it was changed, or part of "
        "it is missing."
    ),
    "code.altered.next": _(
        "Scan it again. If the answer stays the same, do not rely on the paper."
    ),
    "code.key_not_valid": _("Not to be relied on: its key was not in use then"),
    "code.key_not_valid.why": _(
        "The code is whole, but says that it was issued on %(on)s, when its key was not in use."
    ),
    "code.key_not_valid.next": _("Do not rely on the paper. Ask for a new document."),
    "code.unknown_key": _("Signed by somebody else"),
    "code.unknown_key.why": _("The code names a key that is not ours."),
    "code.unknown_key.next": _(
        "It may come from another portal or from a demonstration. If it is meant to be ours, do "
        "not rely on the paper."
    ),
    "code.no_code": _("This is not a code of ours"),
    "code.no_code.why": _(
        "The code of an attestation is an address that ends in several hundred letters and digits."
    ),
    "code.no_code.next": _(
        "Scan the square code on the paper again, or copy everything that a scanner shows."
    ),
}

NUMBER: Mapping[str, str] = {
    "number.current": _("We issued a document under this number, and it is still current"),
    "number.overtaken": _("We issued a document under this number, and it was overtaken"),
    "number.withdrawn": _("The document under this number was taken back"),
    "number.unlisted": _("There is no document under this number"),
    "number.unlisted.next": _(
        "The number is well formed, but we did not give it to any document. If it stands on a "
        "paper that is meant to be ours, do not rely on it."
    ),
    "number.only": _(
        "A number tells nothing about what the paper says: anybody can write it on another paper. "
        "To be sure, scan the code or check the PDF."
    ),
}

LABELS: Mapping[str, str] = {
    "label.kind": _("Document"),
    "label.number": _("Number"),
    "label.name": _("Name"),
    "label.born": _("Date of birth"),
    "label.issued": _("Issued on"),
    "value.none": _("none"),
    "value.goes_on": _("none: the employment goes on (as known on %(date)s)"),
    "value.not_known": _("not known"),
}

#: What only happens in a browser with scripts.
SCRIPTS: Mapping[str, str] = {
    "busy": _("Checking …"),
    "check": _("Check"),
    "camera.open": _("Use the camera"),
    "camera.close": _("Stop the camera"),
    "no_camera": _(
        "There is no camera that this page may use. Allow it in your browser, or choose a picture "
        "of the code."
    ),
    "looking": _("Looking for the code in the picture …"),
    "no_code_seen": _(
        "No code was found in that picture. Go nearer, so that the square fills most of it, hold "
        "the camera straight above it, and use good light. Or cut away what is around the square."
    ),
    "no_code_number": _("If that does not help, type the number under “You have only the number”."),
    "no_keys": _("Our public keys could not be read. Reload the page and try again."),
    "unreadable_picture": _("That file cannot be read. Choose a PDF or a picture of the code."),
}

OFFLINE: Mapping[str, str] = {
    "offline.title": _("Check an attestation"),
    "offline.lead": _(
        "This file checks attestations of %(address)s without any network. Nothing that you choose "
        "or scan leaves this device."
    ),
    "offline.file": _("The PDF, or a picture of the code"),
    "offline.file_label": _("Choose the file that you were given, or a photo of the square code"),
    "offline.scan": _("The code on the paper"),
    "offline.scan_hint": _("Hold the square code in front of the camera."),
    "offline.paste": _("The code as text"),
    "offline.paste_label": _("Paste what a scanner shows"),
    "offline.no_code_number": _(
        "If that does not help, ask at %(address)s with the number of the document."
    ),
    "offline.keys": _(
        "Made on %(day)s at %(address)s, with every key that was in use until then. A document "
        "that is newer may need a newer file."
    ),
    "offline.older": _(
        "This file knows our keys until %(day)s. If the document is newer, get a newer file."
    ),
    "offline.licence": _("Parcours, under the Apache-2.0 licence, with jsQR under the same."),
    "offline.no_crypto": _(
        "This browser does not let a file on its own check signatures. Open it in another browser."
    ),
}

#: In what an attestation was overtaken: the names of its sections, and whom it is about.
PARTS: Mapping[str, str] = {
    "holder": _("the name or date of birth"),
    "employer": _("the employer"),
    "employments": _("the employments"),
    "employment": _("the employment"),
    "periods": _("the unemployment and breaks"),
    "trainings": _("the trainings"),
    "training": _("the training"),
    "diplomas": _("the diplomas"),
    "account": _("the training account"),
    "notice": _("the training account"),
    "answer": _("the answer"),
}

SENTENCES: Mapping[str, str] = {**GENUINE, **PDF, **CODE, **NUMBER, **LABELS, **SCRIPTS, **OFFLINE}
