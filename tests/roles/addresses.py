"""The addresses that the URLconf has, and one of each."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.roles.table import FORMS, PLACES, Form


def patterns(resolver: Any = None, namespace: str = "") -> dict[str, URLPattern]:
    """Every address of the URLconf by its full name."""
    found: dict[str, URLPattern] = {}
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= patterns(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            assert entry.name, f"{entry.pattern} has no name"
            found[namespace + entry.name] = entry
    return found


def places(world: Any, name: str) -> dict[str, Any]:
    """What stands in the address: the session c, its first recommendation, and so on."""
    known = {
        "consultation": world.consultation.slug,
        "pk": world.breakout.pk,
        "number": world.said[0].number if world.said else "c1",
        "merge": world.merge.pk if world.merge else 1,
        "decision": world.decision.pk if world.decision else 1,
        "column": "lead",
    }
    known |= PLACES[name](world) if name in PLACES else {}
    return {part: known[part] for part in patterns()[name].pattern.converters}


def address(world: Any, name: str, **other: Any) -> str:
    return reverse(name, kwargs=places(world, name) | other)


def form(name: str) -> Form:
    return FORMS.get(name, Form())
