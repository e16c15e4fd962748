"""Every change to the records: checked, in one transaction, once per key, with one entry in the audit chain.

Each function takes the store, who acts, and an idempotency key: asking again with the same key changes nothing and
gives the first result. Without `version` a row is created; with the version that was read it is changed, field by
field, and StaleVersion says when somebody else was faster. Whatever is refused leaves the records as they were.
"""

from __future__ import annotations

from campaigns.actions.agency import save_agency
from campaigns.actions.arrangements import arrange_collaborations
from campaigns.actions.brand import save_brand
from campaigns.actions.campaign import save_campaign
from campaigns.actions.campaign_copy import duplicate_campaign
from campaigns.actions.collaboration import save_collaboration
from campaigns.actions.comment import comment_collaboration
from campaigns.actions.draft import decide_draft, save_draft_rules, submit_draft
from campaigns.actions.exclusivity import drop_exclusivity, save_exclusivity
from campaigns.actions.house_terms import save_exchange_rate, save_party_tax, save_platform_band
from campaigns.actions.kol_hold import drop_kol_hold, save_kol_hold
from campaigns.actions.ledger import approve_lock, post_accruals, post_entry, request_lock, reverse_entry
from campaigns.actions.link import save_link
from campaigns.actions.mapping import save_mapping
from campaigns.actions.match_weights import save_match_weights
from campaigns.actions.moves import move_collaborations
from campaigns.actions.note import link_note, unlink_note
from campaigns.actions.note_dismissal import dismiss_note, restore_note
from campaigns.actions.person import (
    accept_invitation,
    change_person,
    disable_person,
    enable_person,
    invite_person,
)
from campaigns.actions.product import save_product
from campaigns.actions.product_list import import_products
from campaigns.actions.quote import accept_quote, add_quote
from campaigns.actions.reconciliation import assign_breaks, record_reconciliation, resolve_breaks
from campaigns.actions.request import Actor
from campaigns.actions.sample import save_sample
from campaigns.actions.sample_changes import change_samples, import_samples, undo_samples
from campaigns.actions.sample_stock import receive_samples, warn_sample_stock
from campaigns.actions.setting import save_setting
from campaigns.actions.settlement import post_settlement
from campaigns.actions.shortlist import import_shortlist
from campaigns.actions.statement_payments import pay_statement, reverse_payment
from campaigns.actions.statement_steps import (
    approve_statements,
    close_statements,
    return_statements,
    submit_statements,
)
from campaigns.actions.statements import make_statements
from campaigns.actions.terms import end_terms, save_terms
from campaigns.actions.terms_renewal import import_terms, renew_terms
from campaigns.actions.watched_words import watch_words

__all__ = [
    "Actor",
    "accept_invitation",
    "accept_quote",
    "add_quote",
    "approve_lock",
    "approve_statements",
    "arrange_collaborations",
    "assign_breaks",
    "change_person",
    "change_samples",
    "close_statements",
    "comment_collaboration",
    "decide_draft",
    "disable_person",
    "dismiss_note",
    "drop_exclusivity",
    "drop_kol_hold",
    "duplicate_campaign",
    "enable_person",
    "end_terms",
    "import_products",
    "import_samples",
    "import_shortlist",
    "import_terms",
    "invite_person",
    "link_note",
    "make_statements",
    "move_collaborations",
    "pay_statement",
    "post_accruals",
    "post_entry",
    "post_settlement",
    "receive_samples",
    "record_reconciliation",
    "renew_terms",
    "request_lock",
    "resolve_breaks",
    "restore_note",
    "return_statements",
    "reverse_entry",
    "reverse_payment",
    "save_agency",
    "save_brand",
    "save_campaign",
    "save_collaboration",
    "save_draft_rules",
    "save_exchange_rate",
    "save_exclusivity",
    "save_kol_hold",
    "save_link",
    "save_mapping",
    "save_match_weights",
    "save_party_tax",
    "save_platform_band",
    "save_product",
    "save_sample",
    "save_setting",
    "save_terms",
    "submit_draft",
    "submit_statements",
    "undo_samples",
    "unlink_note",
    "warn_sample_stock",
    "watch_words",
]
