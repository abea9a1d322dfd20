"""What every page stands on: templates that escape, text that HTML can carry, a policy that lets nothing in."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kannat.export.attributes import carried


@cache
def environment(templates: Path) -> Environment:
    """The templates of a folder; what is put into them is escaped."""
    return Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that has this style and script within it, and nothing else."""
    runs = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none'; style-src {_hash(style)};{runs} base-uri 'none'; form-action 'none'"


def _shown(value: object) -> object:
    """Text without characters that HTML cannot carry; what is markup already stays as it is."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else carried(value)


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
