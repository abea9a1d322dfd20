"""Where the user's own authority lies: tables that are read over those that ship with Kannat."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

VARIABLE: Final = "KANNAT_AUTHORITIES"
"""The variable of the environment that names the folder."""

DEFAULT: Final = "kannat-authorities"
"""The folder where the variable is not set: beside the store, in the folder that one works in."""

ORGANISATIONS: Final = "organisations.csv"
STATUTES: Final = "statutes.csv"
MERGES: Final = "merges.csv"


def own_folder() -> Path:
    """The folder of the user's own authority, whether it exists or not."""
    return Path(os.environ.get(VARIABLE) or DEFAULT)


def own_tables() -> tuple[Path, ...]:
    """The tables of the user's own authority that exist, in a fixed order."""
    folder = own_folder()
    return tuple(path for name in (MERGES, ORGANISATIONS, STATUTES) if (path := folder / name).is_file())
