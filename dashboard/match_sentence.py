"""Why a KOL stands where she stands, in one sentence: what lifts her, and what must be said against it."""

from __future__ import annotations

from campaigns.matching.ranking import Rank
from dashboard.formats import Voice

ORDINALS = 10
"""So many places have a word of their own in English."""


def sentence(rank: Rank, voice: Voice) -> str:
    """`third of 412: audience 0.91, but her last paid notes are under her own median`."""
    merits = [_valued(name, rank, voice) for name in rank.merits]
    told = voice("list.separator").join(merits) if merits else voice("match.no_merit")
    against = _against(rank, voice)
    key = "match.sentence_but" if against else "match.sentence"
    return voice(key, place=place(rank, voice), merits=told, against=against)


def place(rank: Rank, voice: Voice) -> str:
    """The place among all who could be ranked."""
    number = voice(f"match.ordinal.{rank.number}") if rank.number <= ORDINALS else voice.exact(rank.number)
    key = "match.place" if rank.number <= ORDINALS else "match.place_far"
    return voice(key, number=number, of=voice.exact(rank.of))


def _against(rank: Rank, voice: Voice) -> str:
    told = [voice(f"match.caution.{name}") for name in rank.cautions[:2]]
    if rank.flaw and len(told) < 2:
        told.append(voice("match.only", what=_valued(rank.flaw, rank, voice)))
    return voice("list.separator").join(told)


def _valued(name: str, rank: Rank, voice: Voice) -> str:
    return f"{voice(f'match.part.{name}')} {rank.values[name]:.2f}"
