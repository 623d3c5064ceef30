"""The language of templates: Jinja without calls, and with a bound on what a template can make the program do.

Imported with docxtpl on first use. A template chooses what to print; it computes nothing that a report needs. So what
it may say is a short list (conditions, loops, a few filters), not all of Jinja less some known tricks; and whatever can
grow is counted: steps of loops, characters of texts, the size of the report.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Undefined, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

# A report of one article has some 100 steps and 100 kB of XML; reports of hundreds of articles stay far below.
MOST_STEPS = 100_000
MOST_CHARACTERS_OF_A_TEXT = 1_000_000
MOST_CHARACTERS = 20_000_000
MOST_DEPTH = 30  # of an expression; Jinja looks at each level again and again
MOST_LEVELS = 15  # conditions and loops within each other; Python refuses 20 loops
LARGEST_NUMBER = 10**12

# What one command costs, in characters printed: some millions of commands a second are run, and some MB printed.
COST_OF_A_COMMAND = 10

_OF_TEXTS = ("capitalize", "e", "escape", "int", "lower", "string", "title", "trim", "truncate", "upper", "wordcount")
_OF_ANY = ("count", "d", "default", "first", "last", "length", "max", "min", "reverse", "sort", "unique")
FILTERS = tuple(sorted((*_OF_TEXTS, *_OF_ANY, "join", "replace")))
# Not those that compute a remainder: for a text, Python takes it for a form to be filled, of any width.
_TESTS = (
    "defined undefined none boolean true false number integer string mapping sequence sameas in == eq equalto != ne "
    "< lt lessthan <= le > gt greaterthan >= ge lower upper"
)
_LOOP = "index index0 revindex revindex0 first last length depth depth0 previtem nextitem"
LOOP = tuple(_LOOP.split())
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.FloorDiv,
    nodes.Mod,
    nodes.Neg,
    nodes.Pos,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)
# A brace of the data must not pass for a tag that was left over. While the template is filled it stands as a
# noncharacter, which Unicode keeps for such internal use and which no text may hold.
BRACES = {"{": "\ufdd0", "}": "\ufdd1"}
_TO_STAND_INS = str.maketrans(BRACES)


def environment() -> Sandbox:
    """A sandbox with its whole budget; one for each report."""
    made = Sandbox(undefined=jinja2.StrictUndefined, autoescape=True)
    made.finalize = made.printed
    return made


def forbidden(tree: nodes.Node) -> str | None:
    """The first thing in a parsed template that its language lacks, as its author would call it; None where all is well.

    Looks without recursion, since a template can be nested to any depth.
    """
    left: list[tuple[nodes.Node, int, int, bool]] = [(tree, 0, 0, False)]
    while left:
        node, level, depth, listed = left.pop()
        if not isinstance(node, _ALLOWED):
            return _called(node)
        if isinstance(node, nodes.For) and (node.recursive or node.test or not isinstance(node.target, nodes.Name)):
            return "for … recursive, for … if, for a, b"
        if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
            return "set a, b"
        if isinstance(node, nodes.List | nodes.Tuple) and not listed:
            return "[…]"
        if isinstance(node, nodes.Filter | nodes.Test) and (node.dyn_args or node.dyn_kwargs):
            return "*, **"
        level += isinstance(node, nodes.For | nodes.If)
        if level > MOST_LEVELS:
            return f"> {MOST_LEVELS} × if, for"
        depth = depth + 1 if isinstance(node, nodes.Expr | nodes.Helper) else 0
        if depth > MOST_DEPTH:
            return "((…))"
        # A list stands only where its members are looked at: after `in`.
        left += [(child, level, depth, isinstance(node, nodes.Operand)) for child in node.iter_child_nodes()]
    return None


def _called(node: nodes.Node) -> str:
    if isinstance(node, nodes.Call):
        return "…(…)"
    names = {nodes.FromImport: "from", nodes.Pow: "**", nodes.FilterBlock: "filter", nodes.AssignBlock: "set … endset"}
    return names.get(type(node), type(node).__name__.lower())


class TooMuchError(SecurityError):
    """The template repeats or prints more than any report needs."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without access to Python: docxtpl's own environment would run any code that a template holds."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals.clear()
        self.tests = {name: self._paid(cast("Callable[..., Any]", self.tests[name])) for name in _TESTS.split()}
        self.filters = {
            **{name: self._bounded(self.filters[name], texts=name in _OF_TEXTS) for name in (*_OF_TEXTS, *_OF_ANY)},
            "replace": self._replace,
            "join": self._join,
            # Not for authors: a tag cannot spell these names.
            " counted": self._counted,
            " joined": self._joined,
            " compared": self._compared,
            " cut": self._cut,
        }
        self.budget = [MOST_STEPS, MOST_CHARACTERS]

    def from_string(self, source: str | nodes.Template, *args: Any, **kwargs: Any) -> jinja2.Template:
        """The template of `source`, with every loop and every joint of texts counted.

        Raises:
            SecurityError: it says what the language of templates lacks.
            TemplateSyntaxError: it is no template.
        """
        tree = self.parse(source) if isinstance(source, str) else source
        if found := forbidden(tree):
            raise SecurityError(found)
        return super().from_string(_Counting().visit(tree), *args, **kwargs)

    def spend(self, *, steps: int = 0, characters: int = 0) -> None:
        """Raises:
        TooMuchError: the template has used up what a report may cost.
        """
        self.budget[0] -= steps
        self.budget[1] -= characters
        if min(self.budget) < 0:
            raise TooMuchError

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A part of a group of values, or a fact of the loop; nothing that Python would know of a value besides."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self._lacking(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | tuple | str) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self._lacking(obj, str(argument)[:100])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, str) and isinstance(right, str) and operator == "+":
            return self._joined([left, right])
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise TypeError(f"{_kind(left)} {operator} {_kind(right)}")
        result = self.binop_table[operator](left, right)
        if abs(result) > LARGEST_NUMBER:
            raise OverflowError(operator)
        return result

    def _lacking(self, obj: Any, attribute: str) -> Undefined:
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if isinstance(obj, dict | LoopContext):
            return self.undefined(obj=obj, name=attribute)
        return self.undefined(f"{attribute}: {_kind(obj)}", name=attribute, obj=obj, exc=SecurityError)

    def printed(self, value: object) -> object:
        """Text as XML can hold it, with stand-ins for braces; text marked as safe XML stays marked."""
        self.spend(characters=COST_OF_A_COMMAND + (len(value) if isinstance(value, str) else 0))
        if isinstance(value, list | dict | tuple):
            raise TypeError("a list or group of values cannot be printed; print its parts")
        if not isinstance(value, str):
            return value
        return type(value)("".join(char for char in value if _allowed(char)).translate(_TO_STAND_INS))

    def _counted(self, items: Any, size: int) -> Any:
        """`items` themselves, when a loop over them that costs `size` a time is paid for."""
        if isinstance(items, Undefined):
            items._fail_with_undefined_error()
        if not isinstance(items, list | tuple):
            raise TypeError(f"for … in {_kind(items)}")
        self.spend(steps=len(items), characters=len(items) * size)
        return items

    def _compared(self, value: Any) -> Any:
        """`value` itself, when a look at all of it is paid for."""
        self.spend(characters=_size(value))
        return value

    def _paid(self, test: Callable[..., Any]) -> Callable[..., Any]:
        """The test of a value, its work paid for."""
        return lambda *values: test(*map(self._compared, values))

    def _cut(self, value: Any, start: Any, stop: Any, step: Any) -> Any:
        self.spend(characters=COST_OF_A_COMMAND + len(value))
        return value[start:stop:step]

    def _bounded(self, function: Callable[..., Any], *, texts: bool) -> Callable[..., Any]:
        """The filter, its work paid for; with `texts` it takes no lists, which Python would write out."""

        def bounded(*args: Any, **kwargs: Any) -> Any:
            values = [value for value in (*args, *kwargs.values()) if not isinstance(value, jinja2.Environment)]
            lists = [value for value in values if isinstance(value, list | tuple | dict)]
            if texts and lists:
                raise TypeError(_kind(lists[0]))
            self.spend(characters=sum(len(value) for value in values if isinstance(value, str | list)))
            result = function(*args, **kwargs)
            return list(result) if isinstance(result, Iterator) else result

        # Whether Jinja passes its environment first is told by an attribute of the function.
        bounded.__dict__.update(getattr(function, "__dict__", {}))
        return bounded

    def _replace(self, text: Any, old: Any, new: Any) -> str:
        if not all(isinstance(value, str) for value in (text, old, new)) or not old:
            raise TypeError(f"{_kind(text)}|replace")
        self._pay_for_text(len(text) + text.count(old) * len(new))
        return str(text).replace(str(old), str(new))

    def _join(self, items: Any, separator: Any = "") -> str:
        if not isinstance(items, list | tuple):
            raise TypeError(f"{_kind(items)}|join")
        return self._joined([piece for item in items for piece in (separator, item)][1:])

    def _joined(self, pieces: Sequence[Any]) -> str:
        for piece in pieces:
            if isinstance(piece, Undefined):
                piece._fail_with_undefined_error()
            if isinstance(piece, list | dict | tuple):
                raise TypeError(f"… ~ {_kind(piece)}")
        self._pay_for_text(sum(len(piece) if isinstance(piece, str) else COST_OF_A_COMMAND for piece in pieces))
        return markup_join(pieces)

    def _pay_for_text(self, characters: int) -> None:
        if characters > MOST_CHARACTERS_OF_A_TEXT:
            raise TooMuchError
        self.spend(characters=characters)


class _Counting(NodeTransformer):
    """Puts what counts into a parsed template: around what is looped over or compared, and in place of `~` and of
    slices, which nothing else watches."""

    def visit_For(self, node: nodes.For) -> nodes.For:
        self.generic_visit(node)
        size = sum(_cost(child) for child in node.body)
        node.iter = nodes.Filter(node.iter, " counted", [nodes.Const(size)], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:
        self.generic_visit(node)
        pieces = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(pieces, " joined", [], [], None, None, lineno=node.lineno)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:
        self.generic_visit(node)
        sides: list[nodes.Compare | nodes.Operand] = [node, *node.ops]
        for side in sides:
            side.expr = nodes.Filter(side.expr, " compared", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Expr:
        self.generic_visit(node)
        if not isinstance(node.arg, nodes.Slice):
            return node
        bounds = [bound or nodes.Const(None) for bound in (node.arg.start, node.arg.stop, node.arg.step)]
        return nodes.Filter(node.node, " cut", bounds, [], None, None, lineno=node.lineno)


def _size(value: object) -> int:
    """How much there is to look at when a value is compared."""
    members = value if isinstance(value, list | tuple) else ()
    own = len(value) if isinstance(value, str | dict) else 1
    return own + sum(len(member) if isinstance(member, str | list | dict) else 1 for member in members)


def _cost(node: nodes.Node) -> int:
    """Of what stands in a loop, without the inner loops, which are paid for when they begin."""
    own = len(node.data) if isinstance(node, nodes.TemplateData) else COST_OF_A_COMMAND
    if isinstance(node, nodes.For):
        return own
    return own + sum(_cost(child) for child in node.iter_child_nodes())


def _kind(value: object) -> str:
    return type(value).__name__


def _allowed(char: str) -> bool:
    code = ord(char)
    noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return char == "\n" or not (noncharacter or unicodedata.category(char) in {"Cc", "Cs"})
