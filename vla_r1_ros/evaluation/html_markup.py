# SPDX-FileCopyrightText: 2026 vla_r1_ros contributors
# SPDX-License-Identifier: Apache-2.0
"""HTML that is safe by construction: whatever is not :class:`Safe` is text, and text is escaped.

Instructions, reasons, names and topics come from bags, and a bag from anywhere. Only this module makes `Safe` of what
it was given, and only from names of elements and attributes that stand in our code.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from vla_r1_ros.evaluation.plain_text import plain

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*")
_VOID = frozenset({"br", "img", "meta"})


class Safe(str):
    """Markup that goes into the page as it is."""

    __slots__ = ()


def text(value: object, most: int = 500) -> Safe:
    """A value as escaped text; what is Safe stays as it is."""
    return value if isinstance(value, Safe) else Safe(html.escape(plain(value, most), quote=True))


def join(parts: Iterable[object]) -> Safe:
    """One after another."""
    return Safe("".join(text(part) for part in parts))


def tag(name: str, /, *children: object, **attributes: object) -> Safe:
    """An element. In names of attributes `_` is `-`, one at the end is dropped; None leaves an attribute out.

    Raises:
        ValueError: for a name that is none: names are ours.
    """
    words = []
    for key, value in attributes.items():
        known = key.rstrip("_").replace("_", "-")
        if not _NAME.fullmatch(known) or known.lower().startswith("on"):
            raise ValueError(f"'{known}' is no attribute for this page")
        if value is not None:
            words.append(f' {known}="{html.escape(plain(value, 50_000_000), quote=True)}"')
    if not _NAME.fullmatch(name) or name.lower() == "script":
        raise ValueError(f"'{name}' is no element for this page")
    opening = f"<{name}{''.join(words)}>"
    return Safe(opening if name in _VOID else f"{opening}{join(children)}</{name}>")


def table(header: Sequence[object], rows: Iterable[Sequence[object]], kind: str = "") -> Safe:
    """A table that scrolls by itself where it is wider than a phone; columns after the first are figures unless
    `kind` is "words"."""
    head = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in header)))
    body = tag("tbody", *(tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:]))
                          for row in rows))  # fmt: skip
    return tag("div", tag("table", head, body, class_=kind or None), class_="scroll")


def listing(items: Sequence[object], most: int) -> Safe:
    """A list, and how many of it are not shown."""
    shown = [tag("li", item) for item in items[:most]]
    if len(items) > most:
        shown.append(tag("li", f"{len(items) - most} more in --json"))
    return tag("ul", *shown)


def file_link(words: str, target: Path, folder: Path) -> Safe:
    """A link by relative path from a page in `folder`; a name with a colon is no other protocol."""
    relative = os.path.relpath(target.resolve(), folder.resolve())
    return tag("a", words, href=quote(os.fsencode(relative)))
