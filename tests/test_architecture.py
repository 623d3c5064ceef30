"""The order of the steps, read from the imports: what `CONTRIBUTING.md` draws, this file holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import summarise

PACKAGE = Path(summarise.__file__).parent
MODULES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}

STEPS = {"reading", "cleaning", "segmenting", "labelling", "meeting", "figures", "condensing", "checking", "reporting"}
SHARED = {
    "records",
    "errors",
    "language",
    "resources",
    "mentions",
    "writing",
    "messages",
    "contract",
    "office",
    "blank",
    "detail",
    "consolidated",
    "engine",
    "offsets",
    "office_suite",
}
# What a quantity is has one home: checking compares quantities, and units keeps them whole for condensing.
MAY_ALSO_IMPORT = {"checking": {"figures"}, "units": {"figures"}, "condensing": {"units"}}
MAY_IMPORT_STEPS = {"__init__", "phrasing", "pipeline", "files", "batching", "evaluation", "tuning", "proof", "cli"}

LONGEST_MODULE = 330

HEAVY = {"ctranslate2", "torch", "transformers", "docx", "docxtpl", "matplotlib", "pypdfium2"}
# Modules about a heavy library and nothing else (a subclass of its classes, a model that runs): only functions
# import them.
IMPORTED_LAZILY = {
    "engine/kernels.py",
    "engine/quantised.py",
    "labelling/cutting.py",
    "labelling/network.py",
    "labelling/sequence.py",
    "labelling/trained.py",
    "condensing/choosing.py",
    "condensing/constraint.py",
    "condensing/copying.py",
    "condensing/lm_head.py",
    "condensing/keeping.py",
    "condensing/selecting.py",
    "condensing/sources.py",
    "condensing/weighing.py",
    "reporting/comments.py",
    "reporting/expressions.py",
    "reporting/form.py",
    "reporting/inspection.py",
    "reporting/layout.py",
    "reporting/parts.py",
    "reporting/pictures.py",
    "reporting/pieces.py",
    "reporting/sandbox.py",
    "reporting/tags.py",
    "reporting/word.py",
    "tuning/trainer.py",
}


def unit(module: str) -> str:
    """The step or module of the package that a file belongs to: `reading/text.py` is of `reading`."""
    return module.split("/")[0].removesuffix(".py")


def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"), module)


def imported(node: ast.Import | ast.ImportFrom, module: str) -> Iterator[str]:
    """The dotted names that an import could load, relative ones made absolute."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        package = ["summarise", *module.split("/")[:-1]]
        base = ".".join([*package[: len(package) - node.level + 1], *([base] if base else [])])
    yield base
    yield from (f"{base}.{alias.name}" for alias in node.names)


def imported_units(module: str) -> set[str]:
    """The other parts of the package that a file imports anywhere, functions included."""
    names = {
        name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported(node, module)
    }
    units = {name.split(".")[1] for name in names if name.startswith("summarise.")}
    return {name for name in units if name in {unit(other) for other in MODULES}} - {unit(module)}


def run_at_import(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that run when the module is imported: not those in functions or for the type checker alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from run_at_import(other)
        elif not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from run_at_import(child)


def dotted(module: str) -> str:
    return ".".join(["summarise", *module.removesuffix(".py").removesuffix("__init__").strip("/").split("/")]).strip(
        "."
    )


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) in STEPS])
def test_a_step_imports_only_what_all_steps_share(module: str) -> None:
    allowed = SHARED | MAY_ALSO_IMPORT.get(unit(module), set())
    assert imported_units(module) <= allowed


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) in SHARED])
def test_what_the_steps_share_imports_no_step(module: str) -> None:
    assert imported_units(module) <= SHARED


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) not in STEPS | SHARED | MAY_IMPORT_STEPS])
def test_only_the_pipeline_and_its_callers_know_the_steps(module: str) -> None:
    assert imported_units(module) & STEPS <= MAY_ALSO_IMPORT.get(unit(module), set())


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) not in {"cli", "__main__"}])
def test_nothing_imports_the_command_line(module: str) -> None:
    assert "cli" not in imported_units(module)


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) not in {"tuning", "cli"}])
def test_only_the_command_line_imports_tuning(module: str) -> None:
    assert "tuning" not in imported_units(module)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_read_at_a_sitting(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", [name for name in MODULES if name not in IMPORTED_LAZILY])
def test_a_heavy_library_is_imported_only_where_it_is_used(module: str) -> None:
    names = {name for node in run_at_import(tree(module)) for name in imported(node, module)}
    lazy = {dotted(name) for name in IMPORTED_LAZILY}
    assert not {name for name in names if name.split(".")[0] in HEAVY or name in lazy}


@pytest.mark.parametrize("command", ["import summarise", "import summarise.cli", "from summarise import *"])
def test_importing_the_package_loads_no_heavy_library(command: str) -> None:
    code = f"import sys; {command}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert run.stdout.strip() == ""


VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?[{VOWELS}]{{1,3}}(?:ng|nh|ch|[cmnpt])?", re.IGNORECASE
)
CONSONANT = re.compile(rf"[^{VOWELS}]", re.IGNORECASE)


def vietnamese_words(text: str) -> list[str]:
    """The runs of letters in a text that are a Vietnamese syllable with a mark. Rows of an alphabet (letter tables of
    an encoding, classes of a pattern) are none: they are vowels alone, or no syllable."""
    return [
        run
        for run in re.findall(r"[^\W\d_]+", text)
        if not run.isascii() and SYLLABLE.fullmatch(run) and CONSONANT.search(run)
    ]


def literals(module: str) -> Iterator[str]:
    """The string literals of a module that are code: neither docstrings nor descriptions of a field."""
    syntax = tree(module)
    prose: set[int] = set()
    for node in ast.walk(syntax):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                prose.add(id(first.value))
        elif isinstance(node, ast.keyword) and node.arg == "description":
            prose |= {id(inner) for inner in ast.walk(node.value)}
        elif isinstance(node, ast.Assign) and module == "records.py" and ast.unparse(node.targets[0]) == "MeetingKind":
            prose |= {id(inner) for inner in ast.walk(node.value)}  # the kinds are values of the JSON contract
    for node in ast.walk(syntax):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


@pytest.mark.parametrize("module", MODULES)
def test_words_of_a_language_are_data_not_code(module: str) -> None:
    assert [word for text in literals(module) for word in vietnamese_words(text)] == []


def test_the_check_for_words_tells_words_from_alphabets() -> None:
    assert vietnamese_words("tồn tại, hạn chế") == ["tồn", "tại", "hạn", "chế"]
    assert vietnamese_words("àáảãạăằắẳẵặâầấẩẫậ") == []
    assert vietnamese_words(r"[a-zà-ỹđ]+ “(%d)”") == []


def test_every_name_of_the_package_is_announced() -> None:
    assert summarise.__all__ == sorted(summarise.__all__)
    assert summarise.__all__ == [name for name in dir(summarise) if not name.startswith("_")]


def test_every_announced_name_can_be_had() -> None:
    for name in summarise.__all__:
        assert getattr(summarise, name) is not None
