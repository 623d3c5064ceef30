"""A Word file as PDF, by LibreOffice where it is installed.

The PDF is tagged (screen readers), has bookmarks of the headings, embeds its fonts, and holds no comments: those are for
whoever checks the Word file.
"""

from __future__ import annotations

import json
from pathlib import Path

from summarise import office_suite
from summarise.errors import OfficeSuiteError, OutputError
from summarise.writing import write_whole

# A report takes 2 to 10 seconds, the first start on a cold disk up to a minute.
SECONDS = 180.0

_FILTER = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "DisplayPDFDocumentTitle": {"type": "boolean", "value": "true"},
    "PDFUACompliance": {"type": "boolean", "value": "true"},
    "ExportNotes": {"type": "boolean", "value": "false"},
}


def find_soffice() -> Path:
    """The program that starts LibreOffice; see `office_suite.find`.

    Raises:
        OfficeSuiteError: there is none, or SUMMARISE_SOFFICE names no program.
    """
    if program := office_suite.find():
        return program
    raise OfficeSuiteError(
        "a PDF is made by LibreOffice, which is not installed here; install it (or name its soffice in {name}), "
        "or leave out --pdf and save the report as PDF in Word",
        name=office_suite.VARIABLE,
    )


def write_pdf(report: Path, output: Path, *, soffice: Path | None = None, seconds: float = SECONDS) -> Path:
    """Write the Word file `report` as PDF to `output` and return `output`; `report` stays as it is.

    `soffice` is LibreOffice's program, by default what `find_soffice` finds; `seconds` is how long it may take before
    it is ended with all that it started.

    Raises:
        OfficeSuiteError: LibreOffice is not installed, or cannot be started.
        OutputError: LibreOffice failed or took too long, or `output` cannot be written.
    """
    program = soffice or find_soffice()
    to = f"pdf:writer_pdf_Export:{json.dumps(_FILTER)}"
    failed = "{path}: LibreOffice made no PDF ({reason}); {report} is written, save it as PDF in Word"
    try:
        # A plain name: some file systems and LibreOffice disagree about composed letters.
        content = office_suite.convert(report.read_bytes(), name="report.docx", to=to, program=program, seconds=seconds)
    except office_suite.ConversionTimeoutError as error:
        template = (
            "{path}: LibreOffice had not finished after {seconds} seconds and was ended; {report} is written, "
            "save it as PDF in Word"
        )
        raise OutputError(template, path=output, seconds=round(seconds), report=report) from error
    except office_suite.ConversionError as error:
        raise OutputError(failed, path=output, reason=error, report=report) from error
    if not content.startswith(b"%PDF"):
        raise OutputError(failed, path=output, reason="exit code 0", report=report)
    write_whole(output, content)
    return output
