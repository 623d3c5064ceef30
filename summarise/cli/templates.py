"""`summarise templates`: what ships to fill in."""

from __future__ import annotations

from summarise.cli.console import tell


def list_command() -> None:
    from summarise.reporting import template_names

    for name in template_names():
        tell(name)
