"""Whether a draft says nothing but what its source says.

A draft passes when it is made of whole words of its source, keeps what must be kept, and is a clause of its own. The
checks are deterministic and read no meaning, so they refuse more than is wrong: a paraphrase is refused as an
invention. A refused draft costs a duller bullet; a false one that passes would cost the reader's trust.

Reasons are codes, stable and the same in every language; what follows the colon is cut from one of the two texts:

    empty, too-short, too-long     no word; fewer than four; more words than the source
    too-many                       more figures and quotations than are compared (`MOST_MENTIONS`)
    source, cut                    the source is no slice of the article, or one that cuts a word or a hedge off
    word:W                         W is not in the source, or not so often, and no function word that may be added
    number:N                       no such number of something in the source, as a whole word
    date:D, document:D, term:D     the same for dates and periods, document numbers, terms of office and ordinals
    range:D, mark:N                the same for a range of dates, kept with both ends; for the number of a list item
    hedge:N, direction:N           the number or date N lost, gained or changed its "gần", its "tăng"
    limit:N, bound:N               … its "chỉ", "mỗi", of a date its "trước", "từ" before it; its "trở lên" after it
    unit:N                         … its magnitude, its unit, what it counts or what it is a share of
    figure-lost:N                  the quantity N of the source is missing
    name:N, quote:Q                no such run of capitals, no such quoted words in the source, or they are cut short; or the
                                   word N lost its capital
    negation-lost:W                words of a clause are kept without its negation or deficit ("chưa", "chậm"), or what was
                                   refused or stopped without the word W that says so
    negation-gained:W              a negation or deficit stands by other words than in the source
    negation-moved:W               a word went from one side of the negation W to the other
    plan-lost:W, done-gained:W     see below; "đã" stands by other words than in the source; what was asked for or foreseen
                                   is told without the word W that says so
    part-lost:W                    what is told of a part ("một số") is told of all
    fused:W                        words of two clauses are joined as one where the second, from W on, tells a number or
                                   a deficit
    subject-lost:W                 of statements side by side ("Hà Nội có 5, Hải Phòng có 3") one lost the name W, or of names
                                   side by side of which a number is told
    nominal-lost:W                 what makes a noun of a verb ("sự") is gone, and its owner ("của …") is not
    order                          the words, the figures of all kinds, or the names stand in another order than there
    repeated:W                     three words in a row that begin with W stand there more often than in the source
    dangling:W, unbalanced         it ends or begins as no clause does, inside a circumstance, behind who does something or
                                   before what is told of a topic, or tells only when, where or how; a bracket or
                                   quotation mark lacks its fellow

The rule of plans: a bullet of a task is an imperative, so "sẽ", "cần", "đề nghị" may go. "Phấn đấu", "dự kiến" may not
when a number after them is kept, and none of them may when the draft keeps a word for what is done ("đã") after them. A
purpose that a sentence begins with ("Để …,") keeps its word, unless all of it or all the rest is left out.

A figure told for comparison ("cùng kỳ là 6.940") may be left out, with the words that say so.

What is not seen: a clause whose subject was dropped and whose number then seems to belong to a neighbour in the same
clause; in English, a noun dropped after its adjective ("64 medical workers resigned" → "64 resigned"), and what
`statements` looks for, as its tables are empty.
"""

from __future__ import annotations

import unicodedata

from summarise.checking import clauses, facts, statements
from summarise.checking.texts import Kept, Text
from summarise.mentions import normal
from summarise.records import Draft, Verdict

MOST_MENTIONS = 50
"""Numbers, dates and quotations of a text that is compared, twice those of the fullest of thousands of sentences. Each is
compared with each, and a clause of so many is a table or a list that no draft may shorten."""


def check(draft: Draft, source: str, *, language: str, whole: str | None = None) -> Verdict:
    """Whether the draft's text says only what `source`, the text of its source spans (one a line), says.

    The draft may differ in the capital of its first word, in a final full stop, in white space and in the place of tone
    marks. `whole` is the article: given it, the source must be made of slices of it that cut no word and no hedge off.
    """
    said = Text(normal(draft.text), language)
    given = Text(unicodedata.normalize("NFC", source), language)
    if not said.words:
        return Verdict(("empty",))
    if max(len(said.mentions), len(given.mentions)) > MOST_MENTIONS:
        return Verdict(("too-many",))
    reasons = [] if whole is None else [*facts.slices(given, unicodedata.normalize("NFC", whole))]
    for fact in (facts.new_words, facts.numbers, facts.order, facts.capitals):
        reasons += fact(said, given)
    kept = Kept(said, given)
    for rule in (
        facts.mentions,
        facts.letters,
        clauses.negations,
        clauses.plans,
        clauses.fused,
        clauses.broken,
        clauses.subjects,
        clauses.nominals,
        clauses.predicates,
        statements.undone,
        statements.parts,
        statements.listed,
        statements.unfinished,
        clauses.form,
    ):
        reasons += rule(said, given, kept)
    return Verdict(tuple(dict.fromkeys(reasons)))
