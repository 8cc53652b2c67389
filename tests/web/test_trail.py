"""The trail of deeds in words that an auditor can read."""

import ast
from pathlib import Path

from django.db import transaction
from django.urls import reverse

from alianza.audit.actions import record
from alianza.web.contexts import offered
from alianza.web.trail import fact_names
from tests.registry.people import draft
from tests.world import World

SOURCE = Path(__file__).resolve().parents[2] / "src" / "alianza"


def test_facts_stand_with_readable_names_and_lists_without_brackets(world: World) -> None:
    held = draft(world.ana)
    with transaction.atomic():
        record("registry.people.saved", held, by=world.luc, left_out=2, signed=["matching", "named"], odd_name=None)
    page = world.signed_in(world.otto).get(reverse("web:trail")).content.decode()
    assert "left out: 2; odd name: –; agreements signed: matching, named" in page
    assert "answers changed: accepts, available_from" in page
    assert "[&#x27;" not in page and "left_out" not in page


def test_every_fact_of_the_contexts_that_explain_theirs_has_a_name() -> None:
    known, lacking = set(fact_names()), []
    for context, module in offered("deeds"):
        if not getattr(module, "FACTS", None):
            continue
        for file in (SOURCE / context).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "record":
                    names = {keyword.arg for keyword in node.keywords if keyword.arg} - {"by"}
                    lacking += [f"{file.name}:{node.lineno}: {name}" for name in sorted(names - known)]
    assert lacking == []
