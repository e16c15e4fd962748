"""The words of notes and briefs: cut by rjieba with the words of our trade, weighed by TF-IDF, compared by cosine."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from campaigns.matching.arrays import Flags, Floats, missing

DICTIONARY = Path(__file__).with_name("trade_words.csv")
_WORD = re.compile(r"[0-9a-z+]*[a-z][0-9a-z+]*|[\u4e00-\u9fff]{2,}")
COMMON = 100_000
"""How often a word of the dictionary is taken to occur: often enough to be kept whole."""


@cache
def _cutter() -> Any:
    import rjieba  # noqa: PLC0415 - its dictionary takes a moment to load

    cutter = rjieba.Jieba()
    with DICTIONARY.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cutter.add_word(row["word"], COMMON, "n")
    return cutter


def cut(text: str) -> list[str]:
    """The words of a text that can mean something: Chinese ones of two characters or more, Latin ones in lower case."""
    return [word for word in _cutter().cut(text.lower()) if _WORD.fullmatch(word)]


@dataclass
class WordIndex:
    """One column per word and one row per KOL, TF-IDF, rows of length 1; `has_words` tells who wrote anything."""

    places: dict[str, int]
    rarity: Floats
    matrix: csc_matrix
    has_words: Flags

    def likeness(self, text: str) -> Floats:
        """Cosine of each KOL's words and those of `text`; NaN for who wrote nothing, and where no word is known."""
        return self.likeness_of(cut(text))

    def likeness_of(self, words: Sequence[str]) -> Floats:
        """The same of words that are cut already. Only the columns of these words are touched."""
        counted: dict[int, int] = {}
        for word in words:
            if word in self.places:
                counted[self.places[word]] = counted.get(self.places[word], 0) + 1
        if not counted:
            return missing(len(self.has_words))
        columns = list(counted)
        weights = (1 + np.log(np.array(list(counted.values()), dtype=np.float32))) * self.rarity[columns]
        found = self.matrix[:, columns] @ (weights / np.linalg.norm(weights)).astype(np.float32)
        return np.where(self.has_words, found, np.float32(np.nan)).astype(np.float32)


def index(texts: Sequence[str]) -> WordIndex:
    """The index of one text per KOL, all of a KOL's notes put together.

    Weights are (1 + ln count) × (ln((1 + texts) ÷ (1 + texts with the word)) + 1), rows of length 1, as scikit-learn's
    TfidfVectorizer has them with sublinear_tf; a test holds the two together. Importing it would cost a page a second.
    """
    places: dict[str, int] = {}
    counted = [Counter(cut(text)) for text in texts]
    columns = np.array([places.setdefault(word, len(places)) for words in counted for word in words], dtype=np.int32)
    counts = np.array([count for words in counted for count in words.values()], dtype=np.float32)
    ends = np.cumsum([0, *(len(words) for words in counted)])
    found_in = np.bincount(columns, minlength=len(places))
    rarity = (np.log((1 + len(texts)) / (1 + found_in)) + 1).astype(np.float32)
    weights = (1 + np.log(counts)) * rarity[columns]
    rows = csr_matrix((weights, columns, ends), shape=(len(texts), len(places)), dtype=np.float32)
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= np.repeat(lengths, np.diff(ends)).astype(np.float32)
    return WordIndex(places, rarity, rows.tocsc(), np.array([bool(text) for text in texts], dtype=bool))
