"""Every error that a user can cause.

    SummariseError
    ├── InputError        this article cannot be read, or holds no meeting report   (exit code 1)
    ├── OutputError       the result cannot be written                              (exit code 1)
    ├── SettingsError     an option, summarise.toml or a SUMMARY.json is wrong      (exit code 2)
    ├── ModelError        the model is missing, damaged or no summariser            (exit code 3)
    ├── ClusterError      Ray is not installed, or no cluster of it can be used     (exit code 3)
    ├── OfficeSuiteError  LibreOffice, which makes PDF files, cannot be used        (exit code 3)
    └── TemplateError     the template is missing, damaged or asks for too much     (exit code 3)

A message says what is wrong, where, and what to do; it is a template in English with named values, so that the command
line can show it in the reader's language.
"""

from __future__ import annotations


class SummariseError(Exception):
    """Root of the tree. `str(error)` is English and one line, whatever the values hold (the words of a library, the name of
    a file); `template` and `values` are what a translation needs."""

    exit_code = 1

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(" ".join(template.format(**values).split()))
        self.template = template
        self.values = values

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.template, self.values)


def _rebuilt(kind: type[SummariseError], template: str, values: dict[str, object]) -> SummariseError:
    """An error that comes from another process."""
    return kind(template, **values)


class InputError(SummariseError):
    """The article cannot be read, or is not what this program reads."""


class OutputError(SummariseError):
    """The result cannot be written where it was asked for."""


class SettingsError(SummariseError):
    """An option, `summarise.toml` or a `SUMMARY.json` holds something that cannot be used."""

    exit_code = 2


class ModelError(SummariseError):
    """The model cannot be used."""

    exit_code = 3


class ClusterError(SummariseError):
    """Work on a cluster was asked for and cannot be done."""

    exit_code = 3


class OfficeSuiteError(SummariseError):
    """LibreOffice is needed for what was asked and cannot be found."""

    exit_code = 3


class TemplateError(SummariseError):
    """The template cannot be used."""

    exit_code = 3
