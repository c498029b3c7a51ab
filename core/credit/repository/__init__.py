"""All SQL about credit: the lock on an account, the ledger of holds, and what a dealer's debt is made of.

Whoever writes has locked the account first (``load_standing(..., lock=True)`` or ``lock_account``).
"""

from core.credit.repository.accounts import (
    has_account,
    hold_account,
    load_policy,
    load_standing,
    lock_account,
    save_policy,
    set_limit,
)
from core.credit.repository.checks import find_differences
from core.credit.repository.documents import (
    OpenEntry,
    add_unapplied,
    invoice_entry,
    list_open_entries,
    load_due_days,
    open_amount,
    post,
    posted_amount,
    raise_entry,
    settle_entry,
)
from core.credit.repository.holds import move_entry, open_entry, resize_entry, split_entry

__all__ = [
    "OpenEntry",
    "add_unapplied",
    "find_differences",
    "has_account",
    "hold_account",
    "invoice_entry",
    "list_open_entries",
    "load_due_days",
    "load_policy",
    "load_standing",
    "lock_account",
    "move_entry",
    "open_amount",
    "open_entry",
    "post",
    "posted_amount",
    "raise_entry",
    "resize_entry",
    "save_policy",
    "set_limit",
    "settle_entry",
    "split_entry",
]
