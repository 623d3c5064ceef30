"""The manuals say what is true: each command, option, name and setting they show exists, and both show the same."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import summarise
from summarise import errors
from summarise.cli.app import build
from summarise.office import Office

ROOT = Path(__file__).parent.parent
MANUALS = ("README.md", "README.vi.md")
INTERRUPTED = 130
PLACEHOLDER = re.compile(r"[A-Z-]+")  # COMMAND in `summarise COMMAND --help`


def text(manual: str) -> str:
    return (ROOT / manual).read_text("utf-8")


def invocations(manual: str) -> list[list[str]]:
    """Every call of the program in a block of commands or in running text, as its arguments."""
    lines = [line for line in text(manual).splitlines() if line.startswith("    ")]
    lines += re.findall(r"`(summarise[^`]*)`", text(manual))
    words = [shlex.split(part, comments=True) for line in lines for part in line.split("&&")]
    return [call[1:] for call in words if call[:1] == ["summarise"]]


def options(command: Any) -> set[str]:
    """The options of a command, with the one for help that each has."""
    return {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {"-h", "--help"}


def command_of(call: list[str]) -> tuple[list[str], Any]:
    """The names of the (sub)command that is called, and the command itself."""
    names: list[str] = []
    command: Any = get_command(build())
    for word in call:
        if not hasattr(command, "commands") or word.startswith("-") or PLACEHOLDER.fullmatch(word):
            break
        assert word in command.commands, f"there is no command {' '.join([*names, word])}"
        names.append(word)
        command = command.commands[word]
    return names, command


@pytest.mark.parametrize("manual", MANUALS)
def test_every_command_and_option_in_a_manual_exists(manual: str) -> None:
    for call in invocations(manual):
        names, command = command_of(call)
        used = {word.split("=")[0] for word in call if re.match(r"--?[a-z]", word)}
        assert used <= options(command), f"summarise {' '.join(names)} has no {used - options(command)}"


@pytest.mark.parametrize("manual", MANUALS)
def test_every_option_named_in_running_text_exists(manual: str) -> None:
    todo, known = [get_command(build())], set()
    while todo:
        command: Any = todo.pop()
        known |= options(command)
        todo += getattr(command, "commands", {}).values()
    assert set(re.findall(r"`(--[a-z][a-z-]*)", text(manual))) <= known


@pytest.mark.parametrize("manual", MANUALS)
def test_every_command_is_in_the_manual(manual: str) -> None:
    program: Any = get_command(build())
    assert {names[0] for names, _ in map(command_of, invocations(manual)) if names} == set(program.commands)


def test_both_manuals_call_the_program_in_the_same_ways() -> None:
    first, second = (invocations(manual) for manual in MANUALS)
    assert first == second


def test_both_manuals_have_the_same_parts() -> None:
    def parts(manual: str) -> list[str]:
        return [line.split()[0] for line in text(manual).splitlines() if line.startswith("#")]

    assert parts("README.md") == parts("README.vi.md")


@pytest.mark.parametrize("manual", [*MANUALS, "CONTRIBUTING.md", "seeds/README.md", "benchmarks/README.md"])
def test_every_file_that_a_manual_links_to_exists(manual: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", text(manual))
    assert [link for link in links if not (ROOT / manual).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("manual", MANUALS)
def test_the_python_example_uses_public_names_only(manual: str) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", text(manual), re.DOTALL)
    names = {
        alias.name
        for node in ast.walk(ast.parse(example))
        if isinstance(node, ast.ImportFrom) and node.module == "summarise"
        for alias in node.names
    }
    assert names
    assert names <= set(summarise.__all__)


@pytest.mark.parametrize("manual", MANUALS)
def test_the_example_of_summarise_toml_is_accepted(manual: str) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", text(manual), re.DOTALL)
    assert Office.model_validate(tomllib.loads(example))


@pytest.mark.parametrize("manual", MANUALS)
def test_the_manual_lists_every_exit_code(manual: str) -> None:
    classes = [value for value in vars(errors).values() if isinstance(value, type)]
    codes = {value.exit_code for value in classes if issubclass(value, errors.SummariseError)} | {0, INTERRUPTED}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text(manual), re.MULTILINE)} == codes


@pytest.mark.parametrize("manual", MANUALS)
def test_the_manual_begins_with_words_of_the_sample_article(manual: str, seeds: dict[str, Path]) -> None:
    article = " ".join(seeds["cao-bang-2022"].read_text("utf-8").split())
    quoted = " ".join(line.removeprefix(">") for line in text(manual).splitlines() if line.startswith(">"))
    passages = [" ".join(passage.split()) for passage in quoted.split("[…]")]
    assert [passage for passage in passages if passage not in article] == []


def test_both_manuals_show_the_same_figures() -> None:
    shown = []
    for manual in MANUALS:
        (block,) = re.findall(r"<!-- benchmarks: begin.*?-->(.*?)<!-- benchmarks: end -->", text(manual), re.DOTALL)
        shown.append(sorted(number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)*", block)))
    assert shown[0] == shown[1]
