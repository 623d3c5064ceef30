"""All that is wrong with a template, found without an article: what it holds, its tags, its looks, and how it fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from summarise.errors import TemplateError
from summarise.messages import language
from summarise.reporting import dangers, form, parts, samples, word
from summarise.reporting.tags import Finding

# Who has a hundred faults to mend has no use for more.
MOST_FINDINGS = 100


def inspect(path: Path) -> tuple[Finding, ...]:
    """What is wrong with the template in the file `path`, errors first, each group in the order of the file.

    Raises:
        TemplateError: the file is missing or cannot be read.
    """
    found: dict[str, Finding] = {}
    for finding in _findings(word.read(path), path.name):
        found.setdefault(str(finding.error), finding)
        if len(found) == MOST_FINDINGS:
            break
    return tuple(sorted(found.values(), key=lambda finding: finding.level))


def used(path: Path) -> tuple[samples.Kind, set[str]]:
    """The kind of report that a template is for, and the tags that it asks for, as paths (`ket_qua[].so`); those of a
    template with faults as far as they can be understood.

    Raises:
        TemplateError: the file is missing, damaged, or holds what no template may.
    """
    content = word.read(path)
    dangers.check(content, name=path.name)
    kind, _tags, asked = _suited(dangers.parts(content), path.name)
    return kind, asked & set(samples.meanings(kind))


def _suited(package: Mapping[str, bytes], name: str) -> tuple[samples.Kind, list[Finding], set[str]]:
    """The kind of report that a template is for, what is wrong with its tags, and which it uses."""
    tried = []
    for kind in samples.kinds():
        asked: set[str] = set()
        tried.append((kind, list(parts.findings(package, kind.full, name=name, used=asked)), asked))
    return min(tried, key=lambda entry: len(entry[1]))


def _findings(content: bytes, name: str) -> Iterator[Finding]:
    faults = [Finding("error", fault) for fault in dangers.faults(content, name=name)]
    yield from faults
    if faults:
        return
    try:
        word.opened(content, name=name)
    except TemplateError as error:
        yield Finding("error", error)
        return
    rules = samples.rules()
    package = dangers.parts(content)
    kind, tags, asked = _suited(package, name)
    sound = True
    for finding in (
        *tags,
        *form.findings(package, name=name, rules=rules),
    ):
        sound = sound and finding.level != "error"
        yield finding
    meanings = samples.meanings(kind)
    for tag, *others in rules["expected"][kind.name]:
        known = (tag, *others)
        if not any(
            path in known or path.startswith(tuple(f"{one}{mark}" for one in known for mark in (".", "[]")))
            for path in asked
        ):
            meaning = meanings[tag][language()]
            template = "{name}: {tag} is never printed ({meaning}); add it, unless it is left out on purpose"
            yield Finding("warning", TemplateError(template, name=name, tag=tag, meaning=meaning))
    # Faults of tags would only be told again, the first of them alone.
    for values in kind.reports if sound else ():
        try:
            word.fill(content, dict(values), name=name)
        except TemplateError as error:
            yield Finding("error", error)
