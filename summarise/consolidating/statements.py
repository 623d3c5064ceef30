"""The bullets of all members, those that two sources of a member both have told once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import get_args

from summarise.bullets import content_words, same_words
from summarise.consolidated import Origin, Statement
from summarise.consolidating.events import Group
from summarise.consolidating.indicators import same_period
from summarise.consolidating.units import language_of
from summarise.language import table
from summarise.records import Item, Summary, WorkField

FIELDS: tuple[WorkField, ...] = get_args(WorkField)


def statements(groups: Sequence[Group], of: Callable[[Summary], tuple[Item, ...]]) -> tuple[Statement, ...]:
    """The bullets of one section, which `of` takes from a summary: by field, then member, then as the sources have them."""
    found = [statement for at, group in enumerate(groups) for statement in _of_member(at, group, of)]
    return tuple(sorted(found, key=lambda statement: (FIELDS.index(statement.field), statement.member)))


def _of_member(member: int, group: Group, of: Callable[[Summary], tuple[Item, ...]]) -> list[Statement]:
    found: list[tuple[Statement, frozenset[str], frozenset[str], Summary]] = []
    for contribution in group.contributions:
        summary = contribution.summary
        language = language_of(summary)
        # A summary does not say a thing twice: its bullets are compared with those of the sources before it only.
        earlier = len(found)
        for item in of(summary):
            words = content_words(item.text, language=language)
            figures = frozenset(figure.casefold() for figure in item.figures)
            origin = Origin(summary.source, item.source)
            for at, (told, said, counted, other) in enumerate(found[:earlier]):
                if (
                    figures == counted
                    and language_of(other) == language
                    and same_period(summary, other)
                    and same_words(words, said)
                    and not (words ^ said) & _telling(language)
                ):
                    merged = Statement(told.text, told.field, member, (*told.origins, origin))
                    found[at] = (merged, said, counted, other)
                    break
            else:
                found.append((Statement(item.text, item.field, member, (origin,)), words, figures, summary))
    return [statement for statement, *_ in found]


@cache
def _telling(language: str) -> frozenset[str]:
    """Words that make another statement of the same words: negations, directions and hedges."""
    phrases = [*table(language, "checking")["negations"], *table(language, "checking")["deficits"]]
    phrases += [*table(language, "figures")["directions"], *table(language, "figures")["hedges"]]
    return frozenset(word for phrase in phrases for word in phrase.casefold().split())
