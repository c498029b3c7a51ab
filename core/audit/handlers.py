"""Every command and query of looking back, and the function that does it."""

from __future__ import annotations

from core.audit.use_cases.check_books import CheckBooks, check_books
from core.audit.use_cases.show_audit import FindAudited, ShowAudit, find_audited, show_audit
from core.infra.door import Handler

HANDLERS: dict[type, Handler] = {
    FindAudited: Handler(find_audited),
    ShowAudit: Handler(show_audit),
    CheckBooks: Handler(check_books),
}
