"""Makers of test data, for unit and browser tests alike."""

from __future__ import annotations

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from pokedex.models import (
    Boss,
    BossPokemon,
    CatalogChange,
    CatalogRevision,
    CorrectionReport,
    EncounterTable,
    Evolution,
    Game,
    Pokemon,
    Route,
    RouteEncounter,
)
from tracker.choices import EncounterStatus
from tracker.models import CustomGame, CustomRoute, Encounter, NuzlockeRun

PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """An account with a password."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"player{n}")

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Set the password that the tests know."""
        self.set_password(extracted or PASSWORD)
        if create:
            self.save(update_fields=["password"])


class GuestFactory(DjangoModelFactory[User]):
    """A guest: no usable password."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"guest-{n:012d}")
    is_guest = True

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: Any) -> None:
        """Make the password unusable."""
        self.set_unusable_password()
        if create:
            self.save(update_fields=["password"])


class CatalogRevisionFactory(DjangoModelFactory[CatalogRevision]):
    """The one row that there is."""

    class Meta:
        model = CatalogRevision

    id = CatalogRevision.ONLY


class CatalogChangeFactory(DjangoModelFactory[CatalogChange]):
    """A rate that a person has changed."""

    class Meta:
        model = CatalogChange

    source = "person"
    act = "changed"
    row_model = "routeencounter"
    row_id = 1
    row_name = "Zigzagoon at Route 101 (Walking)"
    game = "emerald"
    before = {"encounter_rate": 45}
    after = {"encounter_rate": 40}


class CorrectionReportFactory(DjangoModelFactory[CorrectionReport]):
    """Somebody says that a route, which need not be there, has another name."""

    class Meta:
        model = CorrectionReport

    row_model = "route"
    row_id = factory.Sequence(lambda n: 1_000_000 + n)
    row_name = factory.Sequence(lambda n: f"Route {1000 + n}")
    game = "emerald"
    kind = "name"
    suggestion = factory.Sequence(lambda n: f"Road {n}")
    group_key = factory.Sequence(lambda n: f"{n:064x}")


class GameFactory(DjangoModelFactory[Game]):
    """A game of the third generation that came out alone."""

    class Meta:
        model = Game

    name = factory.Sequence(lambda n: f"Game {n}")
    slug = factory.Sequence(lambda n: f"game-{n}")
    generation = 3
    region = "Hoenn"
    release_year = 2004
    version_group = factory.SelfAttribute("slug")


class RouteFactory(DjangoModelFactory[Route]):
    """A route; its place in the story is that in which it was made.

    The numbers are none that a game has, so that a test can name a route of its own.
    """

    class Meta:
        model = Route

    game = factory.SubFactory(GameFactory)
    name = factory.Sequence(lambda n: f"Route {1000 + n}")
    slug = factory.Sequence(lambda n: f"route-{1000 + n}")
    order = factory.Sequence(lambda n: (n + 1) * 10)


class PokemonFactory(DjangoModelFactory[Pokemon]):
    """A Pokémon of a line of its own."""

    class Meta:
        model = Pokemon

    national_dex = factory.Sequence(lambda n: n % 9000 + 1)
    name = factory.Sequence(lambda n: f"Testmon {n}")
    slug = factory.Sequence(lambda n: f"testmon-{n}")
    primary_type = "dark"
    generation = 3
    family = factory.Sequence(lambda n: n + 1)

    base_hp = 50
    base_attack = 50
    base_defense = 50
    base_special_attack = 50
    base_special_defense = 50
    base_speed = 50


class RouteEncounterFactory(DjangoModelFactory[RouteEncounter]):
    """A Pokémon met in the grass."""

    class Meta:
        model = RouteEncounter

    route = factory.SubFactory(RouteFactory)
    pokemon = factory.SubFactory(PokemonFactory)
    encounter_method = "walk"
    encounter_rate = 30
    min_level = 2
    max_level = 3


class EncounterTableFactory(DjangoModelFactory[EncounterTable]):
    """A table with one Pokémon, which must exist when the table is validated."""

    class Meta:
        model = EncounterTable

    route = factory.SubFactory(RouteFactory)
    encounter_method = "walk"
    pokemon = factory.LazyFunction(lambda: [[PokemonFactory.create().slug, 100, 2, 3]])
    total = 100


class BossFactory(DjangoModelFactory[Boss]):
    """A Gym Leader after a route of the game."""

    class Meta:
        model = Boss

    game = factory.SubFactory(GameFactory)
    slug = factory.Sequence(lambda n: f"leader-{n}")
    order = factory.Sequence(lambda n: (n + 1) * 10)
    after_route = factory.SubFactory(RouteFactory, game=factory.SelfAttribute("..game"))
    kind = "gym"
    name = factory.Sequence(lambda n: f"Leader {n}")
    place = "Rustboro Gym"
    specialty = "rock"
    ace_level = 15


class BossPokemonFactory(DjangoModelFactory[BossPokemon]):
    """The first Pokémon of a team."""

    class Meta:
        model = BossPokemon

    boss = factory.SubFactory(BossFactory)
    slot = 1
    pokemon = factory.SubFactory(PokemonFactory)
    level = 15


class EvolutionFactory(DjangoModelFactory[Evolution]):
    """An evolution by level."""

    class Meta:
        model = Evolution

    pokemon = factory.SubFactory(PokemonFactory)
    into = factory.SubFactory(PokemonFactory)
    trigger = "level-up"
    level = 18
    requirement = "Level 18"


class NuzlockeRunFactory(DjangoModelFactory[NuzlockeRun]):
    """An active run with the classic rules."""

    class Meta:
        model = NuzlockeRun

    owner = factory.SubFactory(UserFactory)
    game = factory.SubFactory(GameFactory)
    name = factory.Sequence(lambda n: f"Run {n}")


class EncounterFactory(DjangoModelFactory[Encounter]):
    """A caught Pokémon at a route of the run's game."""

    class Meta:
        model = Encounter

    run = factory.SubFactory(NuzlockeRunFactory)
    game = factory.SelfAttribute("run.game")
    route = factory.SubFactory(RouteFactory, game=factory.SelfAttribute("..run.game"))
    pokemon = factory.SubFactory(PokemonFactory)
    status = EncounterStatus.CAUGHT
    nickname = "Fang"
    catch_level = 3
    caught_at = factory.LazyFunction(timezone.now)


class CustomGameFactory(DjangoModelFactory[CustomGame]):
    """A player's own game with nothing in it; the service makes one with all of its base."""

    class Meta:
        model = CustomGame

    base = factory.SubFactory(GameFactory)
    game = factory.SubFactory(
        GameFactory,
        is_custom=True,
        slug=factory.Sequence(lambda n: f"custom-{n:016x}"),
        generation=factory.SelfAttribute("..base.generation"),
        version_group=factory.SelfAttribute("..base.version_group"),
    )
    owner = factory.SubFactory(UserFactory)


class CustomRouteFactory(DjangoModelFactory[CustomRoute]):
    """A place of the player's own, before all others."""

    class Meta:
        model = CustomRoute

    run = factory.SubFactory(NuzlockeRunFactory)
    game = factory.SelfAttribute("run.game")
    name = factory.Sequence(lambda n: f"Place {n}")
