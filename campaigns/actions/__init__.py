"""Every change to the records: checked, in one transaction, once per key, with one entry in the audit chain.

Each function takes the store, who acts, and an idempotency key: asking again with the same key changes nothing and
gives the first result. Without `version` a row is created; with the version that was read it is changed, field by
field, and StaleVersion says when somebody else was faster. Whatever is refused leaves the records as they were.
"""

from __future__ import annotations

from campaigns.actions.agency import save_agency
from campaigns.actions.brand import save_brand
from campaigns.actions.campaign import save_campaign
from campaigns.actions.collaboration import save_collaboration
from campaigns.actions.ledger import approve_lock, post_accruals, post_entry, request_lock, reverse_entry
from campaigns.actions.link import save_link
from campaigns.actions.mapping import save_mapping
from campaigns.actions.note import link_note, unlink_note
from campaigns.actions.product import save_product
from campaigns.actions.request import Actor
from campaigns.actions.sample import save_sample
from campaigns.actions.setting import save_setting
from campaigns.actions.terms import end_terms, save_terms

__all__ = [
    "Actor",
    "approve_lock",
    "end_terms",
    "link_note",
    "post_accruals",
    "post_entry",
    "request_lock",
    "reverse_entry",
    "save_agency",
    "save_brand",
    "save_campaign",
    "save_collaboration",
    "save_link",
    "save_mapping",
    "save_product",
    "save_sample",
    "save_setting",
    "save_terms",
    "unlink_note",
]
