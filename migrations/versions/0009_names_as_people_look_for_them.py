"""Names folded, so that they are found without their accents; what lists of a workforce read.

Adding the column writes the table of names again: a minute or so for some million of them,
during which names can neither be read nor written.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: As ``app.identity.folding`` had it when this was written.
FOLDED = r"""
replace(replace(replace(translate(lower(regexp_replace(NORMALIZE(
(((surname)::text || ' '::text) || (COALESCE(given_names, ''::character varying))::text), NFKD),
'[\u0300-\u036f]'::text, ''::text, 'g'::text)), 'øłđ’'::text, 'old'''::text),
'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text)
"""


def upgrade() -> None:
    op.add_column(
        "person_particulars",
        sa.Column("folded", sa.String(), sa.Computed(FOLDED, persisted=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("person_particulars", "folded")
