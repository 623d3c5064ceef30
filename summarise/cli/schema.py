"""`summarise schema`: the JSON contract as JSON Schema."""

from __future__ import annotations

from summarise.cli.console import tell


def command() -> None:
    import json

    from summarise import contract

    tell(json.dumps(contract.schema(), ensure_ascii=False, indent=2))
