"""An index of names: which names resemble a query, and how much.

A name resembles a query in three ways, of which the best counts: the name begins with what was typed; its words
resemble the words typed, rare words weighing more; or the whole looks alike when spaces are forgotten. A name whose
head (the *nurse* of "specialist nurse", not of "nurse assistant") was not typed counts a little less.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

# Words that join others and tell nothing about the work, in the languages of the interface and of titles.
_JOINING = """
    a al an and as at au aux by d da das de del den der des die do dos du e el em en et for fur general in im la las le
    les l los na nec no not of on or other others otras otros ou par para per por pour sans sin the to todas todos u un
    una und y x h f m w
"""
JOINING = frozenset(_JOINING.split())
# After one of these an English name no longer says what the person is, but where or of what.
AFTER_HEAD = frozenset({"of", "for", "in", "with", "at", "on", "except", "including", "responsible", "specialising"})
HEAD_FIRST, HEAD_LAST = frozenset({"es", "fr", "pt", "it", "ro"}), frozenset({"en", "de", "nl", "sv", "da", "no"})

JOINING_WEIGHT, UNKNOWN_WEIGHT = 0.08, 0.5
# How alike the best of each way can be: a whole name typed is 1; one begun, up to a whole word or inside one.
EXACT, BEGUN, BEGUN_INSIDE, WORDS, WHOLE = 1.0, 0.93, 0.86, 0.92, 0.93
WITHOUT_HEAD = 0.95
# The same for one word: the same stem, a word begun, a word mistyped.
SAME_STEM, BEGUN_WORD, MISTYPED = 0.97, 0.8, 0.95
LEAST_ALIKE_WORD, LEAST_ALIKE_WHOLE = 0.7, 0.75
MOST_WORDS, LONGEST = 8, 100

ENDINGS = tuple(
    (ending, kept)
    for kept, endings in (
        ("ie", "iennes ienne iens ien ieres iere iers ier"),
        ("t", "trices trice teurs teur"),
        ("e", "euses euse eurs eur"),
        ("o", "oras ores ora or"),
    )
    for ending in endings.split()
)
"""Endings of gender and number of people's occupations, and what stands for all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Strings:
    """Strings by length, so that only those near enough in length are compared letter by letter."""

    texts: Sequence[str]
    rows: NDArray[np.int32]
    """Where each of `texts`, which is sorted by length, stood."""
    starts: NDArray[np.int64]
    """Where each length begins in `texts`."""

    def alike(self, query: str, least: float) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The rows of the strings at least so much alike (1 - edits / length of the longer), and how much."""
        shortest = min(int(np.ceil(len(query) * least)), len(self.starts) - 1)
        longest = min(int(len(query) / least), len(self.starts) - 2)
        low, high = int(self.starts[shortest]), int(self.starts[longest + 1])
        if low >= high:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        degrees = process.cdist(
            [query], self.texts[low:high], scorer=OSA.normalized_similarity, score_cutoff=least, dtype=np.float32
        )[0]
        found = np.flatnonzero(degrees)
        return self.rows[low + found], degrees[found]


def by_length(texts: Sequence[str]) -> Strings:
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    rows = np.argsort(lengths, kind="stable").astype(np.int32)
    counts = np.bincount(lengths, minlength=1)
    return Strings(
        texts=[texts[at] for at in rows.tolist()], rows=rows, starts=np.concatenate([[0], np.cumsum(counts)])
    )


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """Names made ready for `resemblance`: their words, where each occurs, and how much each tells."""

    texts: Sequence[str]
    order: Sequence[int]
    """The names in alphabetical order."""
    squeezed: Strings
    """The names without spaces: "brick layer" is "bricklayer"."""
    words: Sequence[str]
    """Every word of any name, sorted."""
    words_by_length: Strings
    stems: dict[str, list[int]]
    weights: NDArray[np.float32]
    """What each word tells: the rarer the more, between 0 and 1."""
    starts: NDArray[np.int64]
    """Where each word's names begin in `names_of_word`."""
    names_of_word: NDArray[np.int32]
    total: NDArray[np.float32]
    """The weight of all words of each name."""
    heads: NDArray[np.int32]
    """The word that says what the person is, or -1 where the language does not show it."""


def stem(word: str) -> str:
    """A word without the endings of gender and number in Spanish, French, Portuguese and English.

    >>> stem("enfermeras") == stem("enfermero"), stem("conductrice") == stem("conducteurs")
    (True, True)
    """
    for ending, kept in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + kept
    plain = word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word
    return plain[:-1] if len(plain) > 4 and plain[-1] in "aoe" else plain


def head(words: Sequence[str], lang: str) -> str:
    """The word of a name that says what the person is, or "" where we cannot tell.

    >>> head("nurse responsible for general care".split(), "en"), head("auxiliar de enfermeria".split(), "es")
    ('nurse', 'auxiliar')
    """
    if lang in HEAD_FIRST:
        return words[0]
    if lang in HEAD_LAST:
        for at, word in enumerate(words):
            if at and word in AFTER_HEAD:
                return words[at - 1]
        return words[-1]
    return ""


def index(texts: Sequence[str], langs: Sequence[str]) -> NameIndex:
    """Build an index of names; `texts` are folded already and none is empty."""
    number_of: dict[str, int] = {}
    split = [text.split() for text in texts]
    flat = [number_of.setdefault(word, len(number_of)) for words in split for word in words]
    lengths = np.fromiter(map(len, split), np.int64, len(split))
    # Words in alphabetical order, and their occurrences (each name once per word) sorted by word, then name.
    words = sorted(number_of)
    rank = np.empty(len(words), np.int64)
    rank[[number_of[word] for word in words]] = np.arange(len(words))
    pairs = np.unique(rank[np.array(flat, np.int64)] * len(texts) + np.repeat(np.arange(len(texts)), lengths))
    word_of, names_of_word = pairs // max(len(texts), 1), (pairs % max(len(texts), 1)).astype(np.int32)
    counts = np.bincount(word_of, minlength=len(words))
    rarity = np.log1p(len(texts) / np.maximum(counts, 1)) / np.log1p(max(len(texts), 1))
    joining = np.fromiter((word in JOINING for word in words), bool, len(words))
    weights = np.where(joining, JOINING_WEIGHT, np.maximum(rarity, 0.15)).astype(np.float32)
    stems: dict[str, list[int]] = {}
    for at, word in enumerate(words):
        stems.setdefault(stem(word), []).append(at)
    heads = (head(parts, lang) for parts, lang in zip(split, langs, strict=True))
    return NameIndex(
        texts=texts,
        order=sorted(range(len(texts)), key=texts.__getitem__),
        squeezed=by_length([text.replace(" ", "") for text in texts]),
        words=words,
        words_by_length=by_length(words),
        stems=stems,
        weights=weights,
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        names_of_word=names_of_word,
        total=np.bincount(names_of_word, weights[word_of], minlength=len(texts)).astype(np.float32),
        heads=np.fromiter((rank[number_of[word]] if word else -1 for word in heads), np.int32, len(texts)),
    )


def resemblance(names: NameIndex, query: str) -> NDArray[np.float32]:
    """How much each name resembles the folded query, from 0 to 1."""
    if not names.texts or not query:
        return np.zeros(len(names.texts), np.float32)
    best, head_typed = _by_words(names, query.split()[:MOST_WORDS])
    best *= WORDS
    if len(query) >= 4:
        rows, degrees = names.squeezed.alike(query.replace(" ", ""), LEAST_ALIKE_WHOLE)
        best[rows] = np.maximum(best[rows], WHOLE * degrees)
    for at in _beginning_with(names, query):
        text = names.texts[at]
        least = BEGUN if text[len(query) : len(query) + 1] in {"", " "} else BEGUN_INSIDE
        best[at] = max(best[at], least + (EXACT - least) * len(query) / len(text))
    best[~head_typed & (best < EXACT)] *= WITHOUT_HEAD
    return best


def _by_words(names: NameIndex, query: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """How far names and query share words, by the weight of the words; and whether a name's head was typed.

    Both the share of the query's words that a name has and of the name's words that the query has count.
    """
    count = len(names.texts)
    asked = 0.0
    had, used = np.zeros(count, np.float32), np.zeros(count, np.float32)
    typed = np.zeros(len(names.words) + 1, bool)
    typed[-1] = True  # a head we do not know is never held against a name
    for word in query:
        alike = _similar_words(names, word)
        if word in JOINING:
            weight = JOINING_WEIGHT
        else:
            weight = float(max((names.weights[at] for at, degree in alike if degree >= 0.9), default=UNKNOWN_WEIGHT))
        asked += weight
        degree_of, weight_of = np.zeros(count, np.float32), np.zeros(count, np.float32)
        for at, degree in alike:  # the least alike first, so that the most alike word of a name stays
            where = names.names_of_word[names.starts[at] : names.starts[at + 1]]
            degree_of[where] = degree
            weight_of[where] = names.weights[at]
            typed[at] = True
        had += weight * degree_of
        used += weight_of * degree_of
    share_of_name = np.minimum(used / names.total, 1)
    return np.asarray(had / asked * (0.6 + 0.4 * share_of_name), np.float32), typed[names.heads]


def _similar_words(names: NameIndex, word: str) -> list[tuple[int, float]]:
    """Words of the names that may be the word typed, with how alike they are; the least alike first."""
    alike: dict[int, float] = {}
    if len(word) >= 4:
        rows, degrees = names.words_by_length.alike(word, LEAST_ALIKE_WORD)
        for at, degree in zip(rows.tolist(), degrees.tolist(), strict=True):
            # People mistype the inside of a word more often than its first letter.
            alike[at] = MISTYPED * degree * (1.0 if names.words[at][0] == word[0] else 0.9)
    if len(word) >= 2:
        at = bisect_left(names.words, word)
        while at < len(names.words) and names.words[at].startswith(word):
            begun = BEGUN_WORD + (SAME_STEM - BEGUN_WORD) * len(word) / len(names.words[at])
            alike[at] = max(alike.get(at, 0.0), begun)
            at += 1
    for at in names.stems.get(stem(word), ()):
        alike[at] = 1.0 if names.words[at] == word else SAME_STEM
    return sorted(alike.items(), key=lambda pair: (pair[1], pair[0]))


def _beginning_with(names: NameIndex, query: str) -> list[int]:
    low = bisect_left(names.order, query, key=names.texts.__getitem__)
    high = bisect_left(names.order, query + "\x7f", key=names.texts.__getitem__)
    return list(names.order[low:high])
