"""${message}"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

<%!
    def commands(drafted):
        lines = (line for line in drafted.splitlines() if not line.lstrip().startswith("# ###"))
        return "\n".join(lines).replace(", schema=None", "").strip() or "pass"
%>
def upgrade() -> None:
    ${commands(upgrades)}
