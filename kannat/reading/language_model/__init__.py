"""Reads with a language model behind an OpenAI-compatible address: off until one is configured.

What it says is believed only where its quotes are the statement's own words.
"""

from kannat.reading.language_model.reader import LanguageModelReader
from kannat.reading.language_model.settings import Settings

__all__ = ["LanguageModelReader", "Settings"]
