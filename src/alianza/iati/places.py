"""Where in a file an element stands, as a path that finds it again.

lxml's own `getpath` counts through all activities for each answer; in a file of ten thousand that took longer than the
whole check. Here they are counted once.
"""

from collections import Counter

from alianza.iati.safe import Element, Tree


class Places:
    """The paths of one file, as libxml2 writes them: a number only where there are several of the name."""

    def __init__(self, tree: Tree) -> None:
        self.root = tree.getroot()
        self._top: dict[Element, str] = {}
        names = [element.tag for element in self.root]
        several, seen = Counter(names), Counter[str]()
        for element in self.root:
            seen[element.tag] += 1
            number = f"[{seen[element.tag]}]" if several[element.tag] > 1 else ""
            self._top[element] = f"/{self.root.tag}/{element.tag}{number}"

    def path(self, element: Element) -> str:
        steps: list[str] = []
        while element is not self.root and element not in self._top:
            parent = element.getparent()
            alike = list(parent.iterchildren(element.tag))
            steps.append(f"{element.tag}[{alike.index(element) + 1}]" if len(alike) > 1 else element.tag)
            element = parent
        return "/".join([self._top.get(element, f"/{self.root.tag}"), *reversed(steps)])
