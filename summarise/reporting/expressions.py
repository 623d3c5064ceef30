"""What one tag asks for: names, parts of names, filters; checked against what there is to print, without printing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import nodes

from summarise.reporting import sandbox

_SAME = {"reverse", "sort", "unique"}
_MEMBER = {"first", "last", "max", "min"}


@dataclass(frozen=True, slots=True)
class Known:
    """A value that a name stands for. `path` is its tag in the list of tags (`ket_qua[].so`); empty for what the template
    made itself. An empty list or None says nothing of its parts."""

    path: str
    value: Any

    def part(self, key: str) -> Known:
        return Known(f"{self.path}.{key}" if self.path else "", self.value[key])

    def member(self) -> Known | None:
        """One of the members of a list; None where the list is empty."""
        return Known(f"{self.path}[]" if self.path else "", self.value[0]) if self.value else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """`what` as it was typed; `near` is what was probably meant, `known` what there is."""

    kind: Literal["name", "list", "text", "filter", "forbidden"]
    what: str
    near: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


@dataclass
class Read:
    """`names` are those that the tag gives a value to: the variable of a loop, or of `set`."""

    wrong: list[Wrong] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    names: dict[str, Known] = field(default_factory=dict)


def read(environment: sandbox.Sandbox, source: str, scopes: Sequence[Mapping[str, Known]]) -> Read:
    """What the code of one tag asks for, where `scopes` are the names it may use, the innermost last.

    Raises:
        TemplateSyntaxError: the code is none.
        RecursionError: it is nested without measure.
    """
    tree = environment.parse(source)
    if found := sandbox.forbidden(tree):
        return Read([Wrong("forbidden", found)])
    reader = _Reader(environment, {name: known for scope in scopes for name, known in scope.items()})
    reader.visit(tree)
    return reader.result


class _Reader:
    """Gives the value of each part of an expression as far as it is known, and notes what is wrong on the way."""

    def __init__(self, environment: sandbox.Sandbox, names: Mapping[str, Known]) -> None:
        self.names = names
        self.environment = environment
        self.result = Read()

    def visit(self, node: nodes.Node) -> Known | None:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            found: Known | None = method(node)
            return found
        values = [self.visit(child) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Or | nodes.And):
            return values[0] or values[1]
        return None

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            known = self.visit(child)
            if known is not None and isinstance(known.value, list | dict):
                what = _typed(child)
                parts = known.member() if isinstance(known.value, list) else known
                key = next(iter(parts.value), "") if parts and isinstance(parts.value, dict) else ""
                example = f"{{%p for x in {what} %}}" if isinstance(known.value, list) else f"{{{{ {what}.{key} }}}}"
                self.result.wrong.append(Wrong("list", what, (example,)))

    def _for(self, node: nodes.For) -> None:
        known = self.visit(node.iter)
        member = None
        if known is not None and isinstance(known.value, list):
            member = known.member()
        elif known is not None and known.value is not None:
            kind: Literal["list", "text"] = "list" if isinstance(known.value, dict) else "text"
            what = _typed(node.iter)
            example = f"{{{{ {what}.{next(iter(known.value), '')} }}}}" if kind == "list" else ""
            self.result.wrong.append(Wrong(kind, what, (example,)))
        if isinstance(node.target, nodes.Name):
            self.result.names[node.target.name] = member or Known("", None)
        self.result.names["loop"] = Known("", dict.fromkeys(sandbox.LOOP))

    def _assign(self, node: nodes.Assign) -> None:
        known = self.visit(node.node) or Known("", None)
        if isinstance(node.target, nodes.Name):
            self.result.names[node.target.name] = known

    def _const(self, node: nodes.Const) -> Known:
        return Known("", node.value)

    def _name(self, node: nodes.Name) -> Known | None:
        known = self.names.get(node.name)
        if known is None:
            self.result.wrong.append(_wrong_name(node.name, tuple(sorted(self.names))))
        elif known.path:
            self.result.used.add(known.path)
        return known

    def _getattr(self, node: nodes.Getattr) -> Known | None:
        return self._part(node, node.attr)

    def _getitem(self, node: nodes.Getitem) -> Known | None:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, node.arg.value)
        known = self.visit(node.node)
        self.visit(node.arg)
        if known is None or not isinstance(known.value, list):
            return None
        return known if isinstance(node.arg, nodes.Slice) else known.member()

    def _part(self, node: nodes.Getattr | nodes.Getitem, key: str) -> Known | None:
        known = self.visit(node.node)
        if known is None or known.value is None:
            return None
        if isinstance(known.value, dict) and key in known.value:
            part = known.part(key)
            if part.path:
                self.result.used.add(part.path)
            return part
        whole = _typed(node.node)
        parts = known.value if isinstance(known.value, dict) else {}
        if isinstance(known.value, list) and known.value:
            self.result.wrong.append(Wrong("list", whole, (f"{{%p for x in {whole} %}}",)))
        elif not isinstance(known.value, list):
            keys = tuple(f"{whole}.{part}" for part in parts) or (whole,)
            self.result.wrong.append(_wrong_name(f"{whole}.{key}", keys))
        return None

    def _filter(self, node: nodes.Filter) -> Known | None:
        if node.name not in sandbox.FILTERS:
            self._wrong_filter(node.name, sandbox.FILTERS)
        known, *_arguments = [self.visit(child) for child in node.iter_child_nodes()] or [None]
        if known is None or node.name in _SAME:
            return known
        if node.name in _MEMBER and isinstance(known.value, list):
            return known.member()
        return known if node.name in ("d", "default") else None

    def _test(self, node: nodes.Test) -> None:
        if node.name not in self.environment.tests:
            self._wrong_filter(node.name, tuple(sorted(self.environment.tests)))
        for child in node.iter_child_nodes():
            self.visit(child)

    def _wrong_filter(self, name: str, known: tuple[str, ...]) -> None:
        self.result.wrong.append(Wrong("filter", name, tuple(difflib.get_close_matches(name, known, n=1)), known))

    def _condexpr(self, node: nodes.CondExpr) -> Known | None:
        self.visit(node.test)
        first = self.visit(node.expr1)
        second = self.visit(node.expr2) if node.expr2 is not None else None
        return first or second


def _wrong_name(name: str, known: tuple[str, ...]) -> Wrong:
    return Wrong("name", name, tuple(difflib.get_close_matches(name, known, n=1)), known)


def _typed(node: nodes.Node) -> str:
    """An expression about as it was typed."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_typed(node.node)}.{node.attr}"
    if isinstance(node, nodes.Const):
        return repr(node.value)[:40]
    if isinstance(node, nodes.Getitem):
        return f"{_typed(node.node)}[…]"
    return "…" if (inner := next(node.iter_child_nodes(), None)) is None else _typed(inner)
