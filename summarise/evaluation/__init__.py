"""How good the product is: its summaries and its labels against cases that people have labelled.

cases.py              what a case is, and reading it
figures.py            the figures by which the product is judged
confusion.py          the labels one by one: confusion matrix, precision, recall and F1
worst.py              what went wrong, the surest mistakes of the labeller first
run.py                all of it over a folder of cases
page.py page.html.j2  the same as an HTML page
"""

from summarise.evaluation.cases import Gold, GoldSpan, find_cases, read_case
from summarise.evaluation.confusion import FIELDS, SECTIONS, Confusion, Scores
from summarise.evaluation.figures import COVERED, NAMES, Figures, compare
from summarise.evaluation.page import render_page
from summarise.evaluation.run import Evaluation, Explain, evaluate
from summarise.evaluation.worst import WORST, Fault

__all__ = [
    "COVERED",
    "FIELDS",
    "NAMES",
    "SECTIONS",
    "WORST",
    "Confusion",
    "Evaluation",
    "Explain",
    "Fault",
    "Figures",
    "Gold",
    "GoldSpan",
    "Scores",
    "compare",
    "evaluate",
    "find_cases",
    "read_case",
    "render_page",
]
