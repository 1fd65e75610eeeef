"""The names of the joint committees whose agreements the portal knows."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

#: By the code without trailing zeros.
COMMITTEES: dict[str, Callable[[], str]] = {
    "100": lambda: _("Auxiliary committee for workers"),
    "104": lambda: _("Steel industry, workers"),
    "105": lambda: _("Non-ferrous metals, workers"),
    "106.01": lambda: _("Cement works"),
    "106.03": lambda: _("Fibre cement"),
    "109": lambda: _("Ready-made clothing, workers"),
    "110": lambda: _("Textile care"),
    "111.01.07": lambda: _("Metal, machine and electrical construction"),
    "111.02.07": lambda: _("Metal, machine and electrical construction"),
    "112": lambda: _("Garages"),
    "113": lambda: _("Ceramics"),
    "114": lambda: _("Brick industry"),
    "115": lambda: _("Glass industry"),
    "116": lambda: _("Chemical industry"),
    "119": lambda: _("Food trade, workers"),
    "120": lambda: _("Textile industry, workers"),
    "121": lambda: _("Cleaning"),
    "124": lambda: _("Construction, workers"),
    "127": lambda: _("Fuel trade"),
    "129": lambda: _("Production of paper, board and pulp"),
    "133": lambda: _("Tobacco"),
    "136": lambda: _("Paper and board processing"),
    "140.01": lambda: _("Buses and coaches"),
    "142.01": lambda: _("Recovery of metals"),
    "142.04": lambda: _("Recovery of various products"),
    "149.01": lambda: _("Electricians: installation and distribution"),
    "149.02": lambda: _("Coachwork"),
    "149.04": lambda: _("Metal trade"),
    "152.01": lambda: _("Subsidised free education, Flemish Community, workers"),
    "200": lambda: _("Auxiliary committee for employees"),
    "209": lambda: _("Metal manufacturing, employees"),
    "210": lambda: _("Steel industry, employees"),
    "214": lambda: _("Textile industry, employees"),
    "215": lambda: _("Ready-made clothing, employees"),
    "219": lambda: _("Technical inspection bodies"),
    "220": lambda: _("Food industry, employees"),
    "221": lambda: _("Paper industry, employees"),
    "225.01": lambda: _("Subsidised free education, Flemish Community, employees"),
    "227": lambda: _("Audiovisual sector"),
    "302": lambda: _("Hotels, restaurants and cafés"),
    "306": lambda: _("Insurance"),
    "310": lambda: _("Banks"),
    "313": lambda: _("Pharmacies"),
    "317": lambda: _("Guarding and security services"),
    "327.01": lambda: _("Sheltered and adapted work, Flanders"),
    "336": lambda: _("Liberal professions"),
    "341": lambda: _("Independent bank and investment intermediaries"),
}
