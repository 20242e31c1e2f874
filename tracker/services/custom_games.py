"""Everything that a player does with a game of his own, but for what is in it.

A custom game's rows are written past the signals of the catalog: it has no history there, and the
pages of the catalog stay as they were. What keeps its pages by their state asks for
``Game.revision``, which each act makes grow by one.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from accounts.models import User
from pokedex.choices import ChangeSource
from pokedex.history import credited, kept_change, values_of
from pokedex.loading.content import GAME_OF
from pokedex.models import CatalogRow, Game
from pokedex.revision import renew_revision
from tracker.choices import CustomGameState
from tracker.copied_rows import PARTS, GameRow, parents_of, rows_of, worth_copying
from tracker.models import CustomGame, NuzlockeRun
from tracker.services.errors import ChangedMeanwhile, Refused, refusals

MAX_CUSTOM_GAMES = 20
BATCH = 500
# Columns of a game that its copy has from it.
COPIED = ("generation", "region", "release_year", "version_group", "box_art_url")
Numbers = Mapping[type[CatalogRow], Mapping[int, int]]


class ActOnGame(Protocol):
    """An act on a custom game that needs to know nothing else."""

    def __call__(self, *, custom_game: CustomGame) -> CustomGame: ...


def create_custom_game(
    *, owner: User, base: Game, name: str, description: str = "", submission: uuid.UUID
) -> CustomGame:
    """Make a game of the player's own with all that ``base`` has.

    The same ``submission`` again returns the game that it made the first time. Raises ``Refused``
    when the player has ``MAX_CUSTOM_GAMES`` games, ``base`` is not a published game of the
    catalog, or the name cannot be stored.
    """
    with refusals(), transaction.atomic():
        # One at a time for each player: the count and the submission are judged under this lock.
        if User.objects.select_for_update().filter(pk=owner.pk).first() is None:
            raise Refused(
                "You have just logged in to an account in another tab. "
                "Load this page again to go on there."
            )
        made = CustomGame.objects.of(owner).filter(submission=submission).first()
        if made is not None:
            return made
        if CustomGame.objects.of(owner).count() >= MAX_CUSTOM_GAMES:
            raise Refused(
                f"You have {MAX_CUSTOM_GAMES} games of your own, "
                "which is the most one player can keep. Delete one of them first."
            )
        found = Game.objects.published().filter(pk=base.pk).first()
        if found is None:
            raise Refused("This game is no longer in the catalog. Choose another.", field="base")
        game = Game(
            name=name,
            slug=f"custom-{secrets.token_hex(8)}",
            is_custom=True,
            **{column: getattr(found, column) for column in COPIED},
        )
        game.full_clean()
        Game.objects.bulk_create([game])
        _copy(found, game)
        custom = CustomGame(
            owner=owner, game=game, base=found, description=description, submission=submission
        )
        custom.full_clean(exclude=["owner", "game", "base"])
        custom.save(force_insert=True)
        return custom


def begin_change(*, custom_game: CustomGame, revision: int | None) -> CustomGame:
    """Lock a custom game for a change of what is in it, and count the change.

    To be called first within the transaction of the change; ``revision`` is the one of the game
    that the form was made from, None where it does not matter. Raises ``ChangedMeanwhile`` when
    the game has moved on, and ``Refused`` when it was deleted or is a part of the catalog.
    """
    game = Game.objects.select_for_update().filter(pk=custom_game.game_id).first()
    locked = (
        CustomGame.objects.select_for_update(of=("self",))
        .select_related("base")
        .filter(pk=custom_game.pk)
        .first()
    )
    if game is None or locked is None:
        raise Refused("This game was deleted meanwhile.", code="gone")
    if locked.state == CustomGameState.ADOPTED:
        raise Refused(
            "This game is a part of the catalog now, and the curators look after it. "
            "Report what is wrong on its pages, or make another game from it.",
            code="adopted",
        )
    if revision is not None and game.revision != revision:
        raise ChangedMeanwhile(game.revision)
    game.revision += 1
    Game.objects.filter(pk=game.pk).update(revision=game.revision)
    locked.game = game
    locked.changed_at = timezone.now()
    locked.save(update_fields=["changed_at"])
    return locked


def rename_custom_game(
    *, custom_game: CustomGame, name: str, description: str, revision: int | None
) -> CustomGame:
    """Give the game another name and description. Raises ``Refused``, ``ChangedMeanwhile``."""
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=revision)
        locked.game.name = name
        locked.game.full_clean()
        Game.objects.filter(pk=locked.game_id).update(name=name)
        locked.description = description
        return _save(locked, "description")


def share_custom_game(*, custom_game: CustomGame, credit: str) -> CustomGame:
    """Let everybody who has the link see and play the game; one that has a link keeps it.

    ``credit`` is the name under which its owner is shown as its maker, '' for none. Raises
    ``Refused``.
    """
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=None)
        if locked.state == CustomGameState.PRIVATE:
            locked.state = CustomGameState.SHARED
            locked.share_key = secrets.token_urlsafe(24)
        locked.credit = credit
        return _save(locked, "state", "share_key", "credit")


def stop_sharing(*, custom_game: CustomGame) -> CustomGame:
    """Make the game private: its link leads nowhere, now and later. Runs of it go on.

    An offer to the curators ends with it. Raises ``Refused``.
    """
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=None)
        locked.state = CustomGameState.PRIVATE
        locked.share_key = locked.offered_at = None
        return _save(locked, "state", "share_key", "offered_at")


def offer_custom_game(*, custom_game: CustomGame, credit: str) -> CustomGame:
    """Offer the game to the curators, who may make it a part of the catalog.

    It has a link from then on, if it had none. ``credit`` is the name to thank, '' for none. What
    curators said of an earlier offer is forgotten. Raises ``Refused``.
    """
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=None)
        if locked.state != CustomGameState.OFFERED:
            locked.offered_at = timezone.now()
            locked.reply = ""
        locked.state = CustomGameState.OFFERED
        locked.share_key = locked.share_key or secrets.token_urlsafe(24)
        locked.credit = credit
        return _save(locked, "state", "share_key", "credit", "offered_at", "reply")


def take_back_offer(*, custom_game: CustomGame) -> CustomGame:
    """End the offer to the curators; the link stays. Raises ``Refused``."""
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=None)
        if locked.state != CustomGameState.OFFERED:
            return locked
        locked.state = CustomGameState.SHARED
        locked.offered_at = None
        return _save(locked, "state", "offered_at")


def decline_custom_game(*, custom_game: CustomGame, reply: str, revision: int | None) -> CustomGame:
    """Give an offered game back to its owner, who reads ``reply``; its link stays.

    Raises ``Refused`` when it is not offered any more, ``ChangedMeanwhile`` when it has moved on.
    """
    with refusals(), transaction.atomic():
        locked = _begin_decision(custom_game, revision)
        locked.state = CustomGameState.SHARED
        locked.offered_at = None
        locked.reply = reply
        return _save(locked, "state", "offered_at", "reply")


def adopt_custom_game(
    *, custom_game: CustomGame, name: str, slug: str, reply: str, revision: int | None
) -> CustomGame:
    """Make an offered game a part of the catalog, under this name and slug.

    Its rows count as made by a person from then on, so that loads keep them, and it is no version
    of the games that came out with its base. The changelog thanks its owner by the name he gave.
    Raises ``Refused`` when it is not offered any more or name or slug are taken, and
    ``ChangedMeanwhile`` when it has moved on.
    """
    with refusals(), transaction.atomic():
        locked = _begin_decision(custom_game, revision)
        game = locked.game
        game.name, game.slug, game.version_group, game.is_custom = name, slug, slug, False
        game.full_clean()
        Game.objects.filter(pk=game.pk).update(
            name=name, slug=slug, version_group=slug, is_custom=False
        )
        for model in PARTS:
            rows = model._default_manager.filter(**{GAME_OF[model]: game.pk})
            rows.update(loaded_digest="")
        with credited(locked.credit):
            change = kept_change(
                Game,
                pk=game.pk,
                name=game.name,
                game=game.slug,
                source=ChangeSource.PERSON,
                before={},
                after=values_of(game),
            )
        change.save(force_insert=True)
        renew_revision()
        locked.state = CustomGameState.ADOPTED
        locked.offered_at = None
        locked.reply = reply
        return _save(locked, "state", "offered_at", "reply")


def delete_custom_game(*, custom_game: CustomGame) -> None:
    """Delete the game with all that is in it, for good.

    Raises ``Refused`` while any run is played with it, deleted ones that can still be restored
    included, and when it is a part of the catalog.
    """
    with refusals(), transaction.atomic():
        locked = begin_change(custom_game=custom_game, revision=None)
        owners = list(
            NuzlockeRun.objects.filter(game=locked.game_id).values_list("owner_id", flat=True)
        )
        if own := sum(owner == locked.owner_id for owner in owners):
            runs = "run of yours uses" if own == 1 else "runs of yours use"
            raise Refused(
                f"{own} {runs} this game. Delete what you no longer need first; a deleted run "
                "counts until it is gone for good after 30 days."
            )
        if owners:
            raise Refused(
                "Somebody else plays this game. You can make it private; it cannot be deleted."
            )
        game = locked.game_id
        locked.delete()
        for model in reversed(PARTS):
            # Past the signals: a game of one player is nothing to keep in the catalog's history.
            model._default_manager.filter(**{GAME_OF[model]: game})._raw_delete(DEFAULT_DB_ALIAS)
        Game.objects.filter(pk=game)._raw_delete(DEFAULT_DB_ALIAS)


def _begin_decision(custom_game: CustomGame, revision: int | None) -> CustomGame:
    locked = begin_change(custom_game=custom_game, revision=revision)
    if locked.state != CustomGameState.OFFERED:
        raise Refused("This game is not offered any more.", code="gone")
    return locked


def _save(custom_game: CustomGame, *columns: str) -> CustomGame:
    custom_game.full_clean(exclude=["owner", "game", "base"])
    custom_game.save(update_fields=columns)
    return custom_game


def _copy(base: Game, game: Game) -> None:
    """Give ``game`` a copy of every row that players see of ``base``."""
    rows = worth_copying(rows_of(base))
    numbers: dict[type[CatalogRow], dict[int, int]] = {}
    for model in PARTS:
        originals = list(rows[model].values())
        copies = [copy_of(row, game, numbers) for row in originals]
        model._default_manager.bulk_create(copies, batch_size=BATCH)
        numbers[model] = {row.pk: copy.pk for row, copy in zip(originals, copies, strict=True)}


def copy_of(
    row: GameRow, game: Game, numbers: Numbers, *, pk: int | None = None, **others: object
) -> CatalogRow:
    """Return a copy of a row for another game, not saved yet, with ``others`` changed.

    ``numbers`` are those of the copies by those of the rows that they were made from.
    """
    values: dict[str, Any] = {}
    for name, value in row.values.items():
        column: Any = row.model._meta.get_field(name)
        values[column.attname] = value
    for name, model in parents_of(row.model):
        values[f"{name}_id"] = numbers[model][row.values[name]]
    if "game_id" in values:
        values["game_id"] = game.pk
    make: Any = row.model
    copy: CatalogRow = make(pk=pk, loaded_digest=row.digest, **values | others)
    return copy
