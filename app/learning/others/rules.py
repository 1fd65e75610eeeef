"""How alike two trainings of one worker with one enterprise are, and which signs say so.

Pure: the points of each sign, and how many are enough, come from ``likeness.toml``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Protocol


class Sign(StrEnum):
    """What two trainings have in common, or what speaks against their being one."""

    SAME_DAYS = "same_days"
    OVERLAPPING_DAYS = "overlapping_days"
    SAME_TITLE = "same_title"
    SIMILAR_TITLE = "similar_title"
    SAME_LENGTH = "same_length"
    SAME_PROVIDER = "same_provider"
    OTHER_PROVIDER = "other_provider"
    NO_ROOM_FOR_BOTH = "no_room_for_both"


class Alike(Protocol):
    """What of a training is compared."""

    @property
    def title(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def minutes(self) -> int: ...
    @property
    def provider(self) -> str | None: ...
    @property
    def provider_number(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Likeness:
    """When two trainings are likely one.  ``common_words`` percent, ``day_minutes`` minutes."""

    points: Mapping[Sign, int]
    least: int
    common_words: int
    day_minutes: int


def signs_of(one: Alike, other: Alike, likeness: Likeness) -> tuple[Sign, ...]:
    """The signs that the two are one training, where they are enough; otherwise none."""
    if one.starts_on > other.ends_on or other.starts_on > one.ends_on:
        return ()
    found = [_days(one, other)]
    found += _titles(one.title, other.title, likeness.common_words)
    if one.minutes == other.minutes:
        found.append(Sign.SAME_LENGTH)
    found += _providers(one, other)
    if one.minutes + other.minutes > _days_of_both(one, other) * likeness.day_minutes:
        found.append(Sign.NO_ROOM_FOR_BOTH)
    enough = sum(likeness.points[each] for each in found) >= likeness.least
    return tuple(found) if enough else ()


def _days(one: Alike, other: Alike) -> Sign:
    same = (one.starts_on, one.ends_on) == (other.starts_on, other.ends_on)
    return Sign.SAME_DAYS if same else Sign.OVERLAPPING_DAYS


def _days_of_both(one: Alike, other: Alike) -> int:
    first, last = min(one.starts_on, other.starts_on), max(one.ends_on, other.ends_on)
    return (last - first).days + 1


def _providers(one: Alike, other: Alike) -> list[Sign]:
    """By their numbers where both have one, by their names otherwise; nothing if one is silent."""
    if one.provider_number and other.provider_number:
        same = one.provider_number == other.provider_number
    elif one.provider and other.provider:
        same = folded_words(one.provider) == folded_words(other.provider)
    else:
        return []
    return [Sign.SAME_PROVIDER if same else Sign.OTHER_PROVIDER]


# The same two titles come back for every worker of a batch.
@lru_cache(maxsize=4096)
def _titles(one: str, other: str, common_words: int) -> tuple[Sign, ...]:
    mine, theirs = folded_words(one), folded_words(other)
    if one == other or (mine and mine == theirs):
        return (Sign.SAME_TITLE,)
    # "Excel 1" and "Excel 2" are two courses.
    if _numbers(mine) != _numbers(theirs) and _numbers(mine) and _numbers(theirs):
        return ()
    mine_told, theirs_told = _telling(mine), _telling(theirs)
    shorter = min(len(mine_told), len(theirs_told))
    if shorter and len(mine_told & theirs_told) * 100 >= shorter * common_words:
        return (Sign.SIMILAR_TITLE,)
    return ()


def folded_words(title: str) -> tuple[str, ...]:
    """The words without accents, capitals and signs, in their order."""
    apart = unicodedata.normalize("NFKD", title).casefold()
    kept = (letter for letter in apart if not unicodedata.combining(letter))
    return tuple("".join(each if each.isalnum() else " " for each in kept).split())


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    """Words that tell something: articles and the like are shorter than three letters."""
    return frozenset(each for each in words if len(each) > 2 or each.isdigit())


def _numbers(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each for each in words if each.isdigit())
