"""Which part of a web page is its content, and which is what every page of the site bears."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOISE_TAGS: Final = frozenset({"nav", "aside", "dialog"})
_SITE_TAGS: Final = frozenset({"header", "footer"})
_NOISE_ROLES: Final = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "alert", "menu"}
)
_NOISE_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|navbar|navigation|sidebar|share|sharing|social|newsletter"
    r"|pagination|skip-?link|skip-to|visually-hidden|screen-reader-text|sr-only|site-header|site-footer|related)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Names that the makers of sites give such parts, in English wherever they live."""

_CONTAINERS: Final = frozenset({"div", "section", "ul", "ol", "p", "form", "span", "a"})
_LEAST_MAIN: Final = 0.25
_MOST_NOISE: Final = 0.5
_SEPARATORS: Final = " |–—-»›:·•\t\n"


def main_of(root: etree._Element) -> etree._Element | None:
    """The element that holds the page's content; None where the page as a whole does."""
    whole = _length(root.find("body"))
    candidates = [*root.iter("main"), *root.iterfind(".//*[@role='main']")]
    articles = list(root.iter("article"))
    candidates += articles if len(articles) == 1 else []
    return next((c for c in candidates if _length(c) >= _LEAST_MAIN * whole), None)


def is_noise(element: etree._Element) -> bool:
    """Whether an element is navigation, a banner or the like, by its kind, its role or the name that it bears."""
    tag = element.tag
    if tag in _NOISE_TAGS or element.get("role", "").lower() in _NOISE_ROLES:
        return True
    if tag in _SITE_TAGS:
        return not any(True for _ in element.iterancestors("article", "main", "section"))
    if tag not in _CONTAINERS:
        return False
    names = f"{element.get('id', '')} {element.get('class', '')}"
    return _NOISE_NAMES.search(names) is not None and _is_small(element)


def _is_small(element: etree._Element) -> bool:
    """Whether an element holds less than half of the page: a wrapper may bear any name."""
    body = next(element.iterancestors("body"), None)
    return body is None or _length(element) < _MOST_NOISE * _length(body)


def _length(element: etree._Element | None) -> int:
    return 0 if element is None else sum(len(words) for words in element.itertext())


def title_of(root: etree._Element, main: etree._Element | None) -> str:
    """The page's title without what its main heading says as well: the site's name, as a rule."""
    title = " ".join("".join(next((t.itertext() for t in root.iter("title")), iter(()))).split())
    place = root if main is None else main
    heading = " ".join("".join(next((h.itertext() for h in place.iter("h1")), iter(()))).split())
    rest = title.replace(heading, "") if heading else title
    return rest.strip(_SEPARATORS)
