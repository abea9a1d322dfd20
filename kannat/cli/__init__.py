"""The command line. Only this room prints and exits; every command is imported when it is called."""

from kannat.cli.app import main

__all__ = ["main"]
