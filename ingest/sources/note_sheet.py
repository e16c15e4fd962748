"""Notes and their metrics out of a sheet, by a list of which column holds what: sources differ in names and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ingest import relative_times
from ingest.instants import INSTANT, SHANGHAI_TIME
from ingest.moment import named_in
from ingest.numbers import counts
from ingest.relative_times import Seen
from ingest.sources import note_times
from ingest.sources.reading import Reading
from ingest.sources.source import Context, Typed
from ingest.sources.statuses import NOTE_KIND
from ingest.values import Grammar, Parsed, read
from ingest.words import KOL_ID, NAME, NOTE_ID, TEXT, TOPICS, words

EXACT = counts()
Names = str | Sequence[str]


@dataclass(frozen=True)
class NoteSheet:
    """Which columns a source's notes have, and how they are written.

    `counts` maps facts to columns, `measures` also to grammars of their own. `is_local`: times are in the zone of the
    crawling machine. `no_title` is the text that stands for a blank title.
    """

    source: str
    note_id: Names
    title: Names
    counts: Mapping[str, Names]
    published: Names = ()
    published_grammar: Grammar = SHANGHAI_TIME
    body: Names = ()
    kind: Names = ()
    kinds: Mapping[str, str] = field(default_factory=lambda: NOTE_KIND)
    kol_id: Names = ()
    url: Names = ()
    topics: Names = ()
    topics_grammar: Grammar = TOPICS
    captured: Names = ()
    captured_grammar: Grammar = SHANGHAI_TIME
    count_grammar: Grammar = EXACT
    measures: Mapping[str, tuple[Names, Grammar]] = field(default_factory=dict)
    is_local: bool = False
    no_title: str = ""

    def notes(self, frame: pl.DataFrame, context: Context) -> tuple[Reading, dict[str, pl.Series]]:
        """The reading and its columns, so that a source may add to them before `typed`."""
        reading = Reading("notes", frame, self.note_id)
        ids = reading.column(self.note_id, NOTE_ID, is_required=True)
        titles = reading.column(self.title, TEXT)
        facts = {
            "note_id": ids,
            "source": reading.constant(self.source, pl.String()),
            "platform": reading.constant("xiaohongshu", pl.String()),
            "kol_id": self._optional(reading, self.kol_id, KOL_ID),
            "title": titles.set((titles == self.no_title).fill_null(False), None) if self.no_title else titles,
            "body": self._optional(reading, self.body, TEXT),
            "kind": self._optional(reading, self.kind, words(self.kinds)),
            **self._published(reading, ids, self._seen(reading, context)),
            "topics": self._optional(reading, self.topics, self.topics_grammar),
            "url": self._optional(reading, self.url, NAME).str.replace(r"[?#].*$", ""),
            "is_provisional": reading.constant(False, pl.Boolean()),
        }
        return reading, facts

    def metrics(self, frame: pl.DataFrame, context: Context) -> tuple[Reading, dict[str, pl.Series]]:
        """The reading and its columns of the metrics at the time of capture."""
        reading = Reading("note_metrics", frame, self.note_id)
        facts = {
            "note_id": reading.column(self.note_id, NOTE_ID, is_required=True),
            "captured_at": self._captured(reading, context),
            "source": reading.constant(self.source, pl.String()),
            **reading.counts(self.counts, self.count_grammar),
            **{fact: reading.column(names, grammar) for fact, (names, grammar) in self.measures.items()},
        }
        return reading, facts

    def typed(self, frame: pl.DataFrame, context: Context) -> tuple[Typed, ...]:
        """Both tables, as they are."""
        notes, note_facts = self.notes(frame, context)
        metrics, metric_facts = self.metrics(frame, context)
        return notes.typed(note_facts), metrics.typed(metric_facts)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that is read."""
        single = (self.note_id, self.title, self.published, self.body, self.kind, self.kol_id, self.url, self.topics)
        all_names = [*single, self.captured, *self.counts.values(), *(names for names, _ in self.measures.values())]
        return frozenset(name for names in all_names for name in ((names,) if isinstance(names, str) else names))

    def _optional(self, reading: Reading, names: Names, grammar: Grammar) -> pl.Series:
        return reading.column(names, grammar) if names else reading.constant(None, grammar.dtype)

    def _published(self, reading: Reading, ids: pl.Series, seen: Seen) -> dict[str, pl.Series]:
        if not self.published:
            nothing = reading.constant(None, pl.String())
            stated = Parsed(reading.constant(None, INSTANT), nothing, reading.constant(None, pl.Int32()), ())
        else:
            stated = reading.parsed(self.published, self.published_grammar, seen=seen)
        return note_times.published(note_times.in_zone_of_ids(stated, ids) if self.is_local else stated, ids)

    def _seen(self, reading: Reading, context: Context) -> Seen:
        """When each row was seen: by its own column, else by the name of the file; else nobody knows."""
        of_file = relative_times.known(named_in(context.name), reading.height)
        if not self.captured:
            return of_file
        stated = read(reading.raw(self.captured), self.captured_grammar).values
        has = stated.is_not_null()
        return Seen(stated.zip_with(has, of_file.at), has | of_file.has_clock)

    def _captured(self, reading: Reading, context: Context) -> pl.Series:
        moment = reading.instant(context.captured_at)
        if not self.captured:
            return moment
        stated = reading.column(self.captured, self.captured_grammar)
        return stated.zip_with(stated.is_not_null(), moment)
