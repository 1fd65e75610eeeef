"""The form with which a file of registrations is sent."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]

from app.channels.batch.values import Mode
from app.employers.forms import StatedForm


class SendForm(StatedForm):
    file = FileField(
        _("The file, XML"),
        [FileRequired(_("Choose the file"))],
    )
    mode = RadioField(
        _("What should be done with it?"),
        choices=[
            SelectChoice("", _("What the file says, and it is carried out if it says nothing")),
            SelectChoice(
                Mode.PREFLIGHT.value,
                _("Only look what would come of it: nothing is registered"),
            ),
        ],
        default="",
    )

    def chosen_mode(self) -> Mode | None:
        return Mode(self.mode.data) if self.mode.data else None


def file_name(path: str) -> str:
    """The name as people know it, without folders and without what cannot be shown."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[-120:] or "file.xml"
