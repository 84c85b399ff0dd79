"""The places and organisations that one document names, resolved; a place that is not known is an issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.model import Document, Issue, Mentions
from pipeline.normalize.organizations import Organization, resolve_organization
from pipeline.normalize.places import Place, ancestors, find_place, place_by_id, zone_place


@dataclass(frozen=True, slots=True)
class Names:
    """Places by the name the document uses, organisations by (task, resolved name), and what was not known.

    `document_place` is the document's own place, which may be a zone that no lexicon lists.
    """

    document_place: Place | None
    places: dict[str, Place]
    organizations: dict[tuple[int, str], Organization]
    issues: tuple[Issue, ...]


def resolve_names(document: Document, mentions: Mentions) -> Names:
    """Return the places and organisations named in `document`, ambiguous names read as near its own place."""
    own = own_place(document)
    places: dict[str, Place] = {}
    issues: dict[str, Issue] = {}
    for name, table, key, start, end in _place_mentions(mentions):
        if name in places or name in issues:
            continue
        place = own if own and name == document.place else find_place(name, document.place_id)
        if place:
            places[name] = place
        else:
            issues[name] = _unknown_place(name, table, key, start, end)
    task_places = {task.start: places.get(task.place) for task in mentions.tasks if task.place}
    organizations = {}
    for responsibility in mentions.responsibilities:
        place = task_places.get(responsibility.task) or own
        within = place.place_id if place else None
        key_of = (responsibility.task, responsibility.org_name)
        organizations[key_of] = resolve_organization(responsibility.org_name, within)
    return Names(own, places, organizations, tuple(issues.values()))


def own_place(document: Document) -> Place | None:
    """Return the place that ingest found the document to be of."""
    if document.place_id is None:
        return None
    found = place_by_id(document.place_id)
    if found is None and document.place:  # a zone made by ingest in another process: make it again
        parent = next(iter(ancestors(document.place_id)), None)
        found = replace(zone_place(document.place, parent), place_id=document.place_id)
    return found


def _place_mentions(mentions: Mentions) -> Iterator[tuple[str, str, int, int, int]]:
    """Yield name, table, row offset and span of every place that a row names, in the order of tables."""
    for section in mentions.sections:
        if section.place:
            yield section.place, "sections", section.start, section.start, section.end
    for task in mentions.tasks:
        if task.place:
            yield task.place, "tasks", task.start, task.start, task.end
    for indicator in mentions.indicators:
        if indicator.place:
            yield indicator.place, "indicators", indicator.numeral_start, indicator.start, indicator.end


def _unknown_place(name: str, table: str, key: int, start: int, end: int) -> Issue:
    return Issue(
        severity="warning",
        code="place.unknown",
        message=f"the place {name!r} is in no list of places; its place_id is left empty in this document",
        table=table,
        key=key,
        start=start,
        end=end,
    )
