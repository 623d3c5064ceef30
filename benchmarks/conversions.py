"""Whether an article gives the same summary whatever it was saved as.

    python benchmarks/conversions.py FOLDER... [--only "FORMAT;FORMAT"] [--verbose]

Each `NAME.txt` of the folders is converted to every format and read again. Where the text is the same, so is the summary;
where it is not (formats without blank lines, capitals that TCVN3 cannot hold), both are summarised and compared: the
bullets of each section with their fields of work, the facts of the meeting, and the figures, without offsets. Signs that an
old encoding lacks (quotes, stars) are replaced in the article too; the table tells in how many. Capitals with a tone cannot
be replaced: TCVN3 has them only in a font of their own; nor can spaces in a row (menus), which a PDF shows as a gap. Articles
that lose either are told apart: these are no conversions that can hold the text; what became of them stands in the last
column. Prints a Markdown table; exits 1 when less than 99 % of the conversions that can hold the text give the same summary.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from summarise import Summariser
from summarise.errors import InputError
from summarise.reading import from_text, legacy, read_bytes
from summarise.records import Source

LEAST = 0.99
PLAIN = {"\N{NO-BREAK SPACE}": " ", "©": "(c)", "…": "...", "‘": "'", "’": "'"}
PLAIN |= dict.fromkeys("“”„«»", '"') | dict.fromkeys("–—−•·›▼", "-")
NOT_TOLD = {
    "source",
    "sources",
    "score",
    "method",
    "reason",
}  # of a summary: offsets, and figures that depend on the layout

Maker = Callable[[str], bytes | None]
"""The file of a text, None where the format cannot hold it."""


# Text → the characters of an old encoding, as windows-1252 shows them.


@cache
def codes(encoding: str) -> dict[str, str]:
    if encoding == "vni":
        # Of two spellings the one whose mark is a capital as its letter is.
        table = {
            letter: raw for raw, letter in sorted(legacy._vni()[0].items(), key=lambda pair: pair[0][-1].islower())
        }
        return table | {letter: raw for raw, letter in legacy._vni()[0].items() if raw.isupper()}
    return {letter: chr(code) for code, letter in legacy.letters(encoding).items()}


def as_legacy(text: str, encoding: str) -> str | None:
    """None where the encoding lacks a character, or means another by it."""
    table = codes(encoding)
    raw = []
    for character in text:
        if character in table:
            raw.append(table[character])
        elif encoding == "tcvn3" and character.lower() in legacy.TONED:
            raw.append(table.get(character.lower(), character.lower()))
        elif encoding == "windows-1258" and not character.isascii() and (parts := windows_1258(character)) is not None:
            raw.append(parts)
        else:
            raw.append(character)
    whole = "".join(raw)
    if any(not shown(character) for character in whole):
        return None
    return whole if same_but_for_case(legacy.to_unicode(whole, encoding)[0], text) else None


@cache
def plain(character: str, encoding: str) -> str:
    """What a typist puts in place of a sign that the encoding lacks."""
    return character if as_legacy(character, encoding) is not None else PLAIN.get(character, "*")


def shown(character: str) -> bool:
    return len(character.encode("cp1252", "ignore")) == 1 or character < "\u0100"


def windows_1258(letter: str) -> str | None:
    """A letter with its hat, then its tone."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    try:
        return legacy.as_bytes((letter if not tones else base + tones).encode("cp1258"))
    except UnicodeEncodeError:
        return None


def same_but_for_case(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def in_bytes(raw: str | None) -> bytes | None:
    if raw is None:
        return None
    data = b"".join(one.encode("cp1252", "ignore") or one.encode("latin-1") for one in raw)
    return data.replace(b"\n", b"\r\n")


def old(encoding: str) -> Maker:
    return lambda text: in_bytes(as_legacy(text, encoding))


def thirds(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each is a third one of some length."""
    long = 0
    for line in text.split("\n"):
        long += len(line) > 60
        yield line, len(line) > 60 and long % 3 == 1


def loses(name: str, text: str) -> bool:
    """Whether a format cannot hold a text: capitals with a tone in TCVN3, spaces in a row on a printed page."""
    if name == "pdf":
        return re.search(r"\S {2,}\S", text) is not None
    if "tcvn3" not in name and not name.endswith(".VnTime"):
        return False
    parts = [line for line, old in thirds(text) if old] if "paragraphs" in name else [text]
    return any(letter.isupper() and letter.lower() in legacy.TONED for part in parts for letter in part)


def mixed(encoding: str, around: str) -> Maker:
    """Every third paragraph of some length in an old encoding."""

    def make(text: str) -> bytes | None:
        lines: list[str] = []
        for line, old in thirds(text):
            raw = as_legacy(line, encoding) if old else None
            if raw is None:
                raw = line if around == "utf-8" else as_legacy(line, around)
            if raw is None:
                return None
            lines.append(raw)
        return "\n".join(lines).encode() if around == "utf-8" else in_bytes("\n".join(lines))

    return make


# Pages and documents.


def page(text: str) -> bytes:
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>' + paragraphs(text) + "</body></html>"
    ).encode()


def paragraphs(text: str) -> str:
    """Spaces in a row as editors of pages write them, since a page shows them as one."""
    kept = re.sub("(?<= ) ", "\N{NO-BREAK SPACE}", text)
    return "\n".join(f"<p>{html.escape(line)}</p>" for line in kept.split("\n"))


def old_page(encoding: str, font: str) -> Maker:
    def make(text: str) -> bytes | None:
        raw = as_legacy(text, encoding)
        if raw is None:
            return None
        head = "<html><head><meta charset=iso-8859-1></head><body>"
        return in_bytes(f'{head}<font face="{font}">{paragraphs(raw)}</font></body></html>')

    return make


def saved_page(text: str) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "page"
    message.set_content(
        page(text), maintype="text", subtype="html", cte="quoted-printable", params={"charset": "utf-8"}
    )
    message.make_mixed()
    return message.as_bytes().replace(b"multipart/mixed", b"multipart/related", 1)


def document(runs: Callable[[str], Iterable[tuple[str, str | None]] | None]) -> Maker:
    """A Word file, a paragraph a line; `runs` gives pieces of text with their fonts."""

    def make(text: str) -> bytes | None:
        import docx
        from docx.oxml.ns import qn

        made = docx.Document()
        for line in text.split("\n"):
            paragraph = made.add_paragraph()
            pieces = runs(line)
            if pieces is None:
                return None
            for piece, font in pieces:
                run = paragraph.add_run(piece)
                if font:
                    run.font.name = font
                    run._element.rPr.rFonts.set(qn("w:hAnsi"), font)
        data = BytesIO()
        made.save(data)
        return data.getvalue()

    return make


def in_tcvn3(line: str) -> list[tuple[str, str | None]] | None:
    """Capitals with a tone in the font of capitals, as a typist has to set them."""
    pieces: list[tuple[str, str | None]] = []
    for part in re.findall(r"(?:(?!\W|\d)[^a-zđà-ỹ])+|.", line):
        is_capital = any(letter.lower() in legacy.TONED and letter.isupper() for letter in part)
        raw = as_legacy(part.lower() if is_capital else part, "tcvn3")
        if raw is None:
            return None
        pieces.append((raw, ".VnTimeH" if is_capital else ".VnTime"))
    return pieces


def in_vni(line: str) -> list[tuple[str, str | None]] | None:
    raw = as_legacy(line, "vni")
    return None if raw is None else [(raw, "VNI-Times")]


word_file = document(lambda line: [(line, None)])
FORMATS: dict[str, Maker] = {
    "tcvn3": old("tcvn3"),
    "vni": old("vni"),
    "viscii": old("viscii"),
    "windows-1258": old("windows-1258"),
    "utf-8, paragraphs in tcvn3": mixed("tcvn3", "utf-8"),
    "utf-8, paragraphs in vni": mixed("vni", "utf-8"),
    "windows-1258, paragraphs in tcvn3": mixed("tcvn3", "windows-1258"),
    "nfd": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-16-le, marked": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16-be, marked": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "html": page,
    "html in .VnTime": old_page("tcvn3", ".VnTime"),
    "html in VNI-Times": old_page("vni", "VNI-Times"),
    "mhtml": saved_page,
    "docx": word_file,
    "docx in .VnTime, .VnTimeH": document(in_tcvn3),
    "docx in VNI-Times": document(in_vni),
}
# The ending, and of what. A PDF in .VnTime is left out: LibreOffice takes ư, there a soft hyphen, out of the page.
BY_LIBREOFFICE = {
    "pdf": ("pdf", "docx"),
    "rtf": ("rtf", "docx"),
    "rtf in .VnTime, .VnTimeH": ("rtf", "docx in .VnTime, .VnTimeH"),
    "rtf in VNI-Times": ("rtf", "docx in VNI-Times"),
    "doc": ("doc", "docx"),
    "doc in .VnTime, .VnTimeH": ("doc", "docx in .VnTime, .VnTimeH"),
    "doc in VNI-Times": ("doc", "docx in VNI-Times"),
    "odt": ("odt", "docx"),
}


def by_libreoffice(files: dict[str, bytes], ending: str) -> dict[str, bytes]:
    """All files in another format, by one start of LibreOffice."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, data in files.items():
            (folder / f"{name}.docx").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", scratch]
        subprocess.run(
            [*command, *map(str, sorted(folder.glob("*.docx")))], check=True, capture_output=True, timeout=600
        )
        return {name: path.read_bytes() for name in files if (path := folder / f"{name}.{ending}").is_file()}


# Comparing.


class Comparison:
    """Summaries of texts, each made once."""

    def __init__(self) -> None:
        self.summariser = Summariser(anything=True)
        self.known: dict[str, Any] = {}

    def summary(self, source: Source) -> Any:
        if source.text not in self.known:
            whole = self.summariser.summarise(source).model_dump(mode="json", exclude={"source", "model", "warnings"})
            self.known[source.text] = told(whole)
        return self.known[source.text]

    def compare(self, one: Source, other: Source) -> tuple[bool, bool]:
        """Whether the summaries are the same, and whether they are but for case."""
        if one.text == other.text:
            return True, True
        mine, theirs = self.summary(one), self.summary(other)
        return mine == theirs, folded(str(mine)) == folded(str(theirs))


def told(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: told(inner) for key, inner in value.items() if key not in NOT_TOLD}
    return [told(inner) for inner in value] if isinstance(value, list) else value


def adapted(text: str, encodings: Iterable[str]) -> Iterable[str]:
    for character in text:
        for encoding in encodings:
            character = "".join(plain(one, encoding) for one in character)
        yield character


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of articles, NAME.txt")
    parser.add_argument("--only", help="formats, with semicolons between them")
    parser.add_argument("--verbose", action="store_true", help="name the articles that differ")
    options = parser.parse_args()
    articles = {
        f"{folder.name}-{path.stem}": read_bytes(path.read_bytes(), name=path.name)
        for folder in options.folders
        for path in sorted(folder.glob("*.txt"))
    }
    needs = {encoding: encoding for encoding in legacy.LEGACY} | {".VnTime": "tcvn3", "VNI-": "vni"}
    wanted = options.only.split(";") if options.only else [*FORMATS, *BY_LIBREOFFICE]
    comparison = Comparison()
    print("| format | lacks a sign | same text | same summary | cannot hold all: same but for case |")
    print("| --- | ---: | ---: | ---: | ---: |", flush=True)
    sums = [0, 0]
    for name in wanted:
        maker = FORMATS[BY_LIBREOFFICE[name][1] if name in BY_LIBREOFFICE else name]
        encodings = {encoding for word, encoding in needs.items() if word in name}
        given = {key: from_text("".join(adapted(source.text, encodings)), name=key) for key, source in articles.items()}
        changed = sum(given[key].text != source.text for key, source in articles.items())
        made = {key: data for key, source in given.items() if (data := maker(source.text)) is not None}
        if name in BY_LIBREOFFICE:
            if shutil.which("soffice") is None:
                print(f"| {name} | LibreOffice is not here | | | |")
                continue
            made = by_libreoffice(made, BY_LIBREOFFICE[name][0])
        held, same_texts, same_summaries, poorer, poorer_same = 0, 0, 0, 0, 0
        for key, data in made.items():
            poor = loses(name, given[key].text)
            held, poorer = held + (not poor), poorer + poor
            try:
                source = read_bytes(data, name=key)
            except InputError as error:
                if options.verbose:
                    print(f"{name}: {key}: {error}", file=sys.stderr)
                continue
            same, but_for_case = comparison.compare(given[key], source)
            if poor:
                poorer_same += but_for_case
            else:
                same_texts += source.text == given[key].text
                same_summaries += same
            if options.verbose and not same:
                print(f"{name}: {key}: {'case' if but_for_case else 'differs'} {source.repairs}", file=sys.stderr)
        sums = [sums[0] + held, sums[1] + same_summaries]
        cells = [changed, same_texts, f"{same_summaries} of {held}", f"{poorer_same} of {poorer}" if poorer else ""]
        print(f"| {name} | {' | '.join(map(str, cells))} |", flush=True)
    print(f"| **all** | | | {sums[1]} of {sums[0]} ({sums[1] / sums[0]:.1%}) | |")
    sys.exit(sums[1] < LEAST * sums[0])


if __name__ == "__main__":
    main()
