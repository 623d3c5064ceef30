"""Word files as zip packages whose bytes depend on nothing but their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def parts_of(package: bytes) -> dict[str, bytes]:
    """The parts by name, in the order of the package."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts in a fixed order and without dates; first the one that readers look for first."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, parts[name])
    return made.getvalue()
