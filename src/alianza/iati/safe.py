"""Reading XML that somebody else wrote: no entities, no network, no scripts, bounded in size and depth.

IATI needs no document type, and without one there are no entities: a file that declares one is refused before it is
parsed. That closes entity bombs and reaching for other files or hosts in one rule. libxml2's own limits on depth and on
the size of one text hold behind it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from alianza.vocabulary.refusal import Refusal, marked

LARGEST = 50_000_000
"""Bytes of a file that is read whole."""
LARGEST_STREAMED = 4_000_000_000
"""Bytes of a file that is read activity by activity."""
HEAD = 100_000
"""The document type, if there is one, stands before the first element: this far we look for it."""

Element = Any
Tree = Any
"""lxml has no types."""

ROOTS = ("iati-activities", "iati-organisations")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SHOWING = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/XSL/Transform")
"""Namespaces that a browser runs or draws; nothing of them belongs into a data file."""
_BEFORE_THE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)


class NotReadable(Refusal):
    code = "iati.not_readable"
    message = marked("The file cannot be read as IATI.")


class NoFile(NotReadable):
    code = "iati.no_file"
    message = marked("%(file)s is not a file.")


class Empty(NotReadable):
    code = "iati.empty"
    message = marked("The file is empty.")


class TooLarge(NotReadable):
    code = "iati.too_large"
    message = marked("The file has %(size)s bytes; %(largest)s are the most. Split it.")


class Malformed(NotReadable):
    code = "iati.malformed"
    message = marked("The file is no well-formed XML (%(reason)s).")


class DeclaresDocumentType(NotReadable):
    code = "iati.document_type"
    message = marked(
        "The file declares a document type (DOCTYPE). IATI has none, and it could hide entities: take it out."
    )


class NamesStylesheet(NotReadable):
    code = "iati.stylesheet"
    message = marked("The file names a stylesheet, which a browser would run. Take that line out.")


class HoldsWebPage(NotReadable):
    code = "iati.web_page"
    message = marked("Line %(line)s holds an element of a web page. Only data may stand in the file.")


class NotIati(NotReadable):
    code = "iati.other_root"
    message = marked("The outermost element is %(found)s; an IATI file has %(wanted)s.")


class OldVersion(NotReadable):
    code = "iati.old_version"
    message = marked("The file says version %(version)s of IATI; only version 2 can be read.")


def parsed(source: bytes | Path, *, largest: int = LARGEST) -> Tree:
    """The whole file as a tree, comments left out. Raises NotReadable."""
    if isinstance(source, Path):
        if not source.is_file():
            raise NoFile(file=source.name)
        refuse_size(source.stat().st_size, largest)
        source = source.read_bytes()
    refuse_size(len(source), largest)
    refuse_document_type(source[:HEAD])
    try:
        root = etree.fromstring(source, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as wrong:
        raise malformed(wrong) from None
    tree = root.getroottree()
    refuse_unsafe(tree)
    return tree


def refuse_root(root: Element, *wanted: str) -> None:
    """Whether the outermost element is one of these, of a version of IATI that we know."""
    if root.tag not in wanted:
        raise NotIati(found=str(root.tag)[:80], wanted=" / ".join(wanted))
    version = root.get("version", "")
    if version.startswith("1."):
        raise OldVersion(version=version)


SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "attribute_defaults": False,
    "huge_tree": False,
    "remove_comments": True,
    "strip_cdata": True,
}


def malformed(wrong: Exception) -> Malformed:
    return Malformed(reason=" ".join(str(wrong).split())[:200])


def refuse_size(size: int, largest: int) -> None:
    if size == 0:
        raise Empty
    if size > largest:
        raise TooLarge(size=f"{size:,}", largest=f"{largest:,}")


def refuse_document_type(head: bytes) -> None:
    """Before the parser sees it: what a document type declares is acted upon while it is parsed."""
    plain = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    found = _BEFORE_THE_ROOT.match(plain)
    if found and plain[found.end() :].startswith(b"<!DOCTYPE"):
        raise DeclaresDocumentType


def refuse_declared(tree: Tree) -> None:
    """A document type that came through in another encoding."""
    if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
        raise DeclaresDocumentType


def refuse_unsafe(tree: Tree) -> None:
    """What would run where somebody opens the file."""
    refuse_declared(tree)
    node = tree.getroot().getprevious()
    while node is not None:
        refuse_stylesheet(node)
        node = node.getprevious()
    for element in tree.iter():
        refuse_script(element)


def refuse_stylesheet(node: Element) -> None:
    if node.tag is etree.PI and node.target == "xml-stylesheet":
        raise NamesStylesheet


def refuse_script(element: Element) -> None:
    tag = element.tag
    if isinstance(tag, str) and tag.startswith("{") and tag[1:].partition("}")[0] in SHOWING:
        raise HoldsWebPage(line=element.sourceline)


def streamed(source: Path, root_tag: str, tag: str, *, largest: int = LARGEST_STREAMED) -> Iterator[Element]:
    """Each element of that tag inside the outermost one, in the order of the file; memory holds one at a time.

    The element is emptied when the next one is asked for. Raises NotReadable where the file goes wrong: what came
    before has been given by then.
    """
    if not source.is_file():
        raise NoFile(file=source.name)
    refuse_size(source.stat().st_size, largest)
    with source.open("rb") as file:
        refuse_document_type(file.read(HEAD))
        file.seek(0)
        root = None
        try:
            for event, element in etree.iterparse(file, events=("start", "end"), **SAFE):
                if root is None:
                    root = element
                    refuse_declared(root.getroottree())
                    refuse_root(root, root_tag)
                if event == "end" and element.tag == tag and element.getparent() is root:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del root[0]
        except etree.XMLSyntaxError as wrong:
            raise malformed(wrong) from None


def line_of(element: Element) -> int:
    return element.sourceline or 0
