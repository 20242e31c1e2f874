"""The names that a line of the quick log can use in a run."""

from __future__ import annotations

from tracker.choices import EncounterStatus
from tracker.game_catalog import catalog_of
from tracker.models import NuzlockeRun
from tracker.places import places_of
from tracker.rules.name_search import Named
from tracker.rules.quick_log import KnownNames, NamedBoss
from tracker.run_facts import fought_bosses


def known_names(run: NuzlockeRun) -> KnownNames:
    """Return the names that a line can use: keys are slugs, those of the living public ids.

    Six queries: the catalog's revision, places (3), the living, bosses. Three more when the
    catalog has changed.
    """
    catalog = catalog_of(run.game)
    places = [place for place in places_of(run) if not place.hidden]
    living = run.encounters.filter(status=EncounterStatus.CAUGHT).order_by("pk")
    alive = []
    for row in living.select_related("pokemon", "current_pokemon"):
        species = tuple(
            dict.fromkeys(one.name for one in (row.current_pokemon, row.pokemon) if one)
        )
        names = (row.nickname, *species) if row.nickname else species
        alive.append(Named(str(row.public_id), names[0], names[1:]))
    return KnownNames(
        places=tuple(Named(place.slug, place.name, (place.original_name,)) for place in places),
        pokemon=tuple(Named(slug, one.name) for slug, one in catalog.by_slug.items()),
        met_at={
            place.slug: tuple(
                one.slug for one in catalog.met_at(place.route.pk if place.route else None)
            )
            for place in places
        },
        living=tuple(alive),
        bosses=tuple(
            NamedBoss(
                each.boss.slug,
                each.boss.name,
                (each.boss.place,) if each.boss.place else (),
                is_won=each.is_won,
            )
            for each in fought_bosses(run, catalog)
        ),
    )
