"""Carrying out the plan of a load, in bulk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Model

from pokedex.loading.content import CONTENT, REFERS_TO, Approved, digest
from pokedex.loading.fixtures import GAMES, JSON_LISTS, POKEMON, FixtureRow, LoadError
from pokedex.loading.plan import Plan, Work
from pokedex.loading.report import WORTH_TELLING, Tell
from pokedex.loading.stored import StoredRow, chunks, pointed_to
from pokedex.models import Boss, Game, Pokemon, Route

BATCH = 1000
# No two rows may have the same of these; a name of a game or a Pokémon in whatever case.
UNIQUE: dict[type[Model], tuple[tuple[str, ...], ...]] = {
    Game: (("slug",), ("name",)),
    Pokemon: (("slug",), ("name",)),
    Route: (("game", "slug"), ("game", "name"), ("game", "source_key")),
    Boss: (("game", "slug"), ("game", "order")),
}
# Above every order that a person or a fixture gives.
ASIDE = 1_000_000_000
OWN_MARK = 7


def write(plan: Plan, tell: Tell) -> None:
    """Write what is planned. Raises ``LoadError`` for rows that the database would refuse.

    First the rows that change step aside and the gone ones leave, so that no slug or name that
    changes hands is taken twice on the way.
    """
    for model, work in plan.work.items():
        _step_aside(plan, model, work)
    staying = {
        model: _remove_gone(plan, model, work) for model, work in reversed(plan.work.items())
    }
    for model, work in plan.work.items():
        _check_unique(plan, model, work, staying[model])
        number = len(work.new) + len(work.changed) + len(work.adopted)
        if number >= WORTH_TELLING:
            tell(f"Writing {number:,} {model._meta.verbose_name_plural} ...")
        _write_model(plan, model, work)


def mark_games(marks: Mapping[str, str], chosen: Collection[str], using: str) -> None:
    """Note on each game from which files it was loaded, behind the digest of its row.

    A mark is 7 characters for the game's own file and 8 for the files that all games share.
    """
    shares = {GAMES, POKEMON} <= set(chosen)
    changed = []
    games = Game.objects.using(using).of_the_catalog()
    for game in games.filter(slug__in=marks).exclude(loaded_digest=""):
        content, _, before = game.loaded_digest.partition(".")
        mark = marks[game.slug]
        own = mark[:OWN_MARK] if game.slug in chosen else before[:OWN_MARK].ljust(OWN_MARK, "-")
        shared = mark[OWN_MARK:] if shares else before[OWN_MARK:]
        after = f"{content}.{own}{shared}"
        if after != game.loaded_digest:
            game.loaded_digest = after
            changed.append(game)
    Game.objects.using(using).bulk_update(changed, ["loaded_digest"], batch_size=BATCH)


def explain_refusal(plan: Plan) -> None:
    """Raise ``LoadError`` for the first row that breaks a check of the database, if one does."""
    approved: Approved = {}
    for model, work in plan.work.items():
        checks = [one for one in model._meta.constraints if isinstance(one, CheckConstraint)]
        for row in [*work.new, *(row for row, _ in (*work.changed, *work.adopted))]:
            instance = _instance(row, {}, approved)
            for check in checks:
                try:
                    check.validate(model, instance, using=plan.using)
                except ValidationError as error:
                    message = f"{row.place}: {row.name} breaks the rule {check.name}."
                    raise LoadError(message) from error


def _step_aside(plan: Plan, model: type[Model], work: Work) -> None:
    """Free the slugs, names and parents that rows are about to change."""
    columns = {column for key in UNIQUE.get(model, ()) for column in key} - REFERS_TO[model].keys()
    manager = model._default_manager.using(plan.using)
    for row, stored in work.changed:
        if any(row.values[column] != stored.values[column] for column in columns):
            aside: dict[str, object] = dict.fromkeys(columns, f"moving-{stored.pk}")
            if "order" in columns:
                aside["order"] = ASIDE + stored.pk
            manager.filter(pk=stored.pk).update(**aside)
    if model is Pokemon:
        _orphan({stored.pk for _, stored in work.changed if stored.values["evolves_from"]}, plan)


def _orphan(pks: Collection[int], plan: Plan) -> None:
    """Take the parents of Pokémon away, so that they hold no row that is to go."""
    for chunk in chunks(pks):
        Pokemon.objects.using(plan.using).filter(pk__in=chunk).update(evolves_from=None)


def _remove_gone(plan: Plan, model: type[Model], work: Work) -> list[StoredRow]:
    """Delete or retire what the fixtures no longer have; return the rows that stay."""
    unedited = {stored.pk for stored in work.gone if plan.is_unedited(stored)}
    doomed = unedited - pointed_to(model, unedited, plan.using)
    if model is Pokemon:
        _orphan(doomed, plan)
    for chunk in chunks(doomed):
        model._default_manager.using(plan.using).filter(pk__in=chunk).delete()
    for stored in work.gone:
        if stored.pk in doomed:
            plan.report.name(model, "deleted", plan.name_of(stored))
        elif stored.values["is_active"]:
            _retire(plan, stored, is_unedited=stored.pk in unedited)
    return [stored for stored in work.gone if stored.pk not in doomed]


def _retire(plan: Plan, stored: StoredRow, *, is_unedited: bool) -> None:
    """Take a row out of the catalog's pages, unless a person has brought it back."""
    if plan.was_brought_back(stored):
        plan.report.name(stored.model, "kept", plan.name_of(stored))
        return
    # An unedited row stays so: it comes back when the fixtures have it again.
    retired = plan.digest_if(stored, is_active=False)
    loaded_digest = retired if is_unedited else stored.loaded_digest
    manager = stored.model._default_manager.using(plan.using)
    manager.filter(pk=stored.pk).update(is_active=False, loaded_digest=loaded_digest)
    plan.report.name(stored.model, "retired", plan.name_of(stored))


def _check_unique(plan: Plan, model: type[Model], work: Work, staying: Sequence[StoredRow]) -> None:
    """Raise ``LoadError`` when a row would take the slug or name of another one."""
    loaded = [row for row, _ in (*work.changed, *work.adopted, *work.unchanged)] + work.new
    remaining = [stored for _, stored in work.kept] + work.others + list(staying)
    noun = model._meta.verbose_name
    for columns in UNIQUE.get(model, ()):
        taken: dict[tuple[Any, ...], FixtureRow] = {}
        for row in loaded:
            key = _unique_key(columns, _columns(plan, row))
            earlier = taken.setdefault(key, row)
            if earlier is not row and "" not in key:
                raise LoadError(f"{row.place}: its {columns[-1]} is also that of {earlier.place}.")
        for stored in remaining:
            key = _unique_key(columns, stored.values)
            if key in taken and "" not in key:
                raise LoadError(
                    f"{taken[key].place}: the {columns[-1]} of {taken[key].name} is taken in the "
                    f"database by the {noun} {plan.name_of(stored)}, which a person changed or "
                    "made, or which a run uses. Rename that one and load again."
                )


def _unique_key(columns: Sequence[str], values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(
        values[column].lower() if columns == ("name",) else values[column] for column in columns
    )


def _columns(plan: Plan, row: FixtureRow) -> dict[str, Any]:
    """Return a row's values with its foreign keys as the primary keys of the database."""
    references = REFERS_TO[row.model]
    return {
        name: plan.target(row, name).pk if name in references and value else value
        for name, value in row.values.items()
    }


def _instance(row: FixtureRow, columns: Mapping[str, Any], approved: Approved) -> Model:
    """Return a model instance. Raises ``LoadError`` for a value that its column does not take."""
    references = REFERS_TO[row.model]
    plain = {name: value for name, value in row.values.items() if name not in references}
    keys = {f"{name}_id": columns.get(name) for name in references}
    instance = row.model(pk=row.pk, **plain, **keys)
    known = approved.setdefault(row.model, set())
    # What is a document has been checked as a whole when it was read.
    values = {(name, str(value)) for name, value in plain.items() if name not in JSON_LISTS}
    unknown = values - known
    if unknown:
        names = {name for name, _ in unknown}
        try:
            instance.clean_fields(exclude=row.values.keys() - names)
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            raise LoadError(f"{row.place}: {name} of {row.name}: {messages[0]}") from error
        known |= unknown
    return instance


def _write_model(plan: Plan, model: type[Model], work: Work) -> None:
    manager = model._default_manager.using(plan.using)
    approved: Approved = {}
    created = []
    for row in work.new:
        columns = _columns(plan, row)
        if model is Pokemon:
            # What it evolves from may come after it: that is written when all of them are there.
            columns["evolves_from"] = None
        created.append(_loaded(plan, row, columns, approved))
    manager.bulk_create(created, batch_size=BATCH)
    for row, instance in zip(work.new, created, strict=True):
        row.pk = instance.pk
    rewritten = [row for row, _ in (*work.changed, *work.adopted)]
    if model is Pokemon:
        rewritten += [row for row in work.new if row.values["evolves_from"]]
    manager.bulk_create(
        [_loaded(plan, row, _columns(plan, row), approved) for row in rewritten],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*CONTENT[model], "loaded_digest"],
    )


def _loaded(plan: Plan, row: FixtureRow, columns: Mapping[str, Any], approved: Approved) -> Any:
    instance: Any = _instance(row, columns, approved)
    instance.loaded_digest = digest(plan.content(row))
    return instance
