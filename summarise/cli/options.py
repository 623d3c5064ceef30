"""Options that several commands share, so that each is worded once."""

from __future__ import annotations

from typing import Any

import typer

from summarise.messages import gettext as _

MODEL = "embedded"


def article() -> Any:
    return typer.Argument(
        metavar="ARTICLE",
        show_default=False,
        help=_("The article: text, HTML, Word or PDF, told apart by content. - reads standard input."),
    )


def report() -> Any:
    return typer.Option(
        "-o",
        "--output",
        metavar="REPORT.docx",
        show_default=False,
        help=_("The report to write; without it, the input's name with .docx in the current folder."),
    )


def page() -> Any:
    return typer.Option(
        "--html",
        metavar="PAGE.html",
        show_default=False,
        help=_("Write a page as well that shows the report beside the article, each bullet with its place."),
    )


def template() -> Any:
    return typer.Option(
        "--template",
        metavar="NAME|FILE",
        show_default=False,
        help=_(
            "A template that ships (see: templates list), or a .docx of your own; without it, the meeting's kind chooses."
        ),
    )


def pdf() -> Any:
    return typer.Option("--pdf", help=_("Write the report as PDF as well, beside it (by LibreOffice)."))


def comments() -> Any:
    return typer.Option("--comments", help=_("Put the passage of the article beside each bullet, as a Word comment."))


def article_of_summary() -> Any:
    return typer.Option(
        "--article",
        metavar="FILE",
        show_default=False,
        help=_("The article that the summary was made of, for what quotes it."),
    )


def model() -> Any:
    return typer.Option(
        "--model", metavar="NAME|DIR|HUB-ID", help=_("A model that is known (see: models list), a folder, or a hub id.")
    )


def fast() -> Any:
    return typer.Option("--fast", help=_("Compute with 8-bit numbers, where the extra fast is installed: sooner done."))


def offline() -> Any:
    return typer.Option("--offline", help=_("Never use the network, not even for a model named by its hub id."))


def encoding() -> Any:
    return typer.Option(
        "--encoding",
        metavar="NAME",
        show_default=False,
        help=_("The encoding of the text, such as utf-8, tcvn3, vni or viscii; without it, it is detected."),
    )


def detail() -> Any:
    return typer.Option(
        "--detail",
        help=_("How much the report holds: what it cannot do without, the usual, or whatever belongs in a section."),
    )


def force(*, articles: bool = False) -> Any:
    """`articles`: the command reads articles, and takes any text for one with this option."""
    told = (
        _("Overwrite files that exist, and read what is no report of a meeting as well.")
        if articles
        else _("Overwrite files that exist.")
    )
    return typer.Option("--force", help=told)


def quiet() -> Any:
    return typer.Option(
        "--quiet", "-q", help=_("No progress and no warnings on standard error; errors are still told.")
    )
