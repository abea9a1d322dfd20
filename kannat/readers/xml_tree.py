"""XML and HTML of strangers: parsed without entities, network, or more than the parser's own limits allow."""

from __future__ import annotations

from typing import Final

from lxml import etree

from kannat.errors import UnreadableDocument

_ENTITY: Final = b"<!ENTITY"
_OUT_OF_MEMORY: Final = "ERR_NO_MEMORY"
_OVER_A_LIMIT: Final = "ERR_RESOURCE_LIMIT"


def parsed(data: bytes, name: str) -> etree._Element:
    """The root of an XML document. Raises `UnreadableDocument` where it is not well-formed or defines entities."""
    if _ENTITY in data:
        raise UnreadableDocument(
            "defines XML entities, as no office program does", place=name, advice="save it again in a word processor"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        _raise_for_limits(parser, name)
        raise UnreadableDocument(
            f"XML that cannot be parsed at line {error.lineno}", place=name, advice="save it again in a word processor"
        ) from error


def parsed_page(text: str, name: str) -> etree._Element:
    """The root of a web page, whatever its state. Raises `UnreadableDocument` where it is empty or nested too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    root = None
    empty: Exception | None = None
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        empty = error
    _raise_for_limits(parser, name)
    if root is None:
        raise UnreadableDocument("a page with nothing in it", place=name, advice="open it and save its text") from empty
    return root


def _raise_for_limits(parser: etree.XMLParser | etree.HTMLParser, name: str) -> None:
    """Where a limit was hit the tree is not whole, and the parser does not say so by itself."""
    found = {entry.type_name for entry in parser.error_log}
    if _OUT_OF_MEMORY in found:
        raise MemoryError
    if _OVER_A_LIMIT in found:
        raise UnreadableDocument(
            "nested too deep, or a piece of it too long, to be read whole",
            place=name,
            advice="open it and save its text",
        )
