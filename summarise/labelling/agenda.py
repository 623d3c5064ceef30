"""Which clauses only name what a meeting talked about: they are of the event, whatever their words would tell elsewhere.

"Hội nghị thảo luận các nội dung: công tác nữ công; việc thu kinh phí" lists subjects, not results or tasks. Where the lead says
that something was agreed, or the clause opens with a verb, it is no such list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarise.language import table
from summarise.records import Article, Sentence


def only_discussed(article: Article, sentences: Sequence[Sentence]) -> list[bool]:
    """Whether each sentence is a subject in a list of what was discussed."""
    rules = table(article.language, "labelling")["agenda"]
    talk, agreed, subject = (re.compile(rules[name]) for name in ("talk", "agreed", "subject"))
    found = []
    for sentence in sentences:
        lead = article.text[slice(*sentence.lead)].casefold() if sentence.lead else ""
        listed = talk.search(lead) is not None and not agreed.search(lead)
        found.append(listed and subject.match(sentence.text.casefold()) is not None)
    return found
