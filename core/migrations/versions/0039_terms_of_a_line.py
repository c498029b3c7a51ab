"""Terms of a line"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("draft_line") as table:
        table.add_column(sa.Column("terms", _JSON, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("draft_line") as table:
        table.drop_column("terms")
