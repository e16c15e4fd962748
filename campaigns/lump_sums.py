"""Statement lines that name no order: matched to a group they declare, or to the one set of ours that makes the sum."""

from __future__ import annotations

from collections import Counter

from campaigns.matching_order import BY_GROUP, BY_SUBSET, Match
from campaigns.statement_record import ADJUSTMENT, NETTED, PENDING, Record, in_order, sum_fen
from campaigns.subset_sums import TooMany, is_ambiguous, only_subset

AMBIGUOUS = "left to people: several sets of our records make the sum"
TOO_MANY = "left to people: too many records of ours to be sure of one set"
NONE = "no records of ours make the sum"


def match_lumps(lumps: list[Record], unclaimed: list[Record]) -> tuple[list[Match], list[Record], dict[str, str]]:
    """Matches, lines left over, and why each of those is.

    A line declares a group when its `group` is one of ours: then the whole group must make the sum of its lines. Other
    lines take the only set of records of the same part and currency (and of the same KOL, where they name one) that
    makes their sum; sets of two lines that overlap are left to people, so that the order of lines cannot matter.
    """
    matches = []
    silent = [record for record in lumps if record.state in (NETTED, PENDING)]
    left = [record for record in in_order(lumps) if record not in silent]
    pool = in_order(unclaimed)
    for group in sorted({record.group for record in left} - {""}):
        match = _match_group(group, left, pool)
        if match is not None:
            matches.append(match)
            left = [record for record in left if record not in match.theirs]
            pool = [record for record in pool if record not in match.ours]
    if silent:
        matches.append(Match(BY_GROUP, (), tuple(silent)))
    found, whys = _subsets(left, pool)
    return matches + found, [record for record in left if record.record_id in whys], whys


def _match_group(group: str, left: list[Record], pool: list[Record]) -> Match | None:
    theirs = tuple(record for record in left if record.group == group and record.kind != ADJUSTMENT)
    kinds = {(record.part, record.currency) for record in theirs}
    ours = tuple(record for record in pool if record.group == group and (record.part, record.currency) in kinds)
    if len(kinds) == 1 and ours and sum_fen(theirs) == sum_fen(ours):
        return Match(BY_GROUP, ours, theirs)
    return None


def _subsets(left: list[Record], pool: list[Record]) -> tuple[list[Match], dict[str, str]]:
    sets: dict[str, tuple[Record, ...]] = {}
    whys: dict[str, str] = {}
    for record in left:
        fitting = [own for own in pool if _may_stand_for(record, own)]
        amounts = [own.amount_fen for own in fitting]
        try:
            places = None if record.kind == ADJUSTMENT else only_subset(amounts, record.amount_fen)
            ambiguous = record.kind != ADJUSTMENT and places is None and is_ambiguous(amounts, record.amount_fen)
        except TooMany:
            whys[record.record_id] = TOO_MANY
            continue
        if places is None:
            whys[record.record_id] = AMBIGUOUS if ambiguous else NONE
        else:
            sets[record.record_id] = tuple(fitting[place] for place in places)
    claims = Counter(own.record_id for own_set in sets.values() for own in own_set)
    shared = {record_id for record_id, count in claims.items() if count > 1}
    matches = []
    for record in left:
        own_set = sets.get(record.record_id)
        if own_set is not None and any(own.record_id in shared for own in own_set):
            whys[record.record_id] = AMBIGUOUS
        elif own_set is not None:
            matches.append(Match(BY_SUBSET, own_set, (record,)))
    return matches, whys


def _may_stand_for(record: Record, own: Record) -> bool:
    same = (own.part, own.currency) == (record.part, record.currency)
    return same and (not record.kol_id or own.kol_id == record.kol_id)
