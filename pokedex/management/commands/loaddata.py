"""``manage.py loaddata catalog``: our own loader for the catalog, Django's for everything else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.loaddata import Command as DjangoCommand
from django.db.utils import OperationalError, ProgrammingError

from pokedex.loading import (
    CatalogFolder,
    LoadError,
    catalog_folder,
    catalog_is_current,
    synchronise,
    tell_nobody,
)
from pokedex.sources.documents import CATALOG_FOLDER

# Options of Django's command that make no sense for the catalog, and what they are when not given.
NOT_FOR_THE_CATALOG: dict[str, object] = {
    "app_label": None,
    "exclude": [],
    "format": None,
    "ignore": False,
}


class Command(DjangoCommand):
    """Load fixtures; those of the catalog without doubling or losing anything."""

    help = (
        "Load fixtures. The label catalog (or catalog/<game>) loads the catalog: as often as you "
        "like, in bulk, and what people have changed or pointed to is kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare Django's options and those for the catalog."""
        super().add_arguments(parser)
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Catalog only: take back what people have changed in rows of the fixtures.",
        )
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Catalog only: load only when the database has not been loaded from these files.",
        )

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        """Load the labels: those of the catalog first. Raises ``CommandError``."""
        folder = catalog_folder()
        ours = {label: _name_in(folder, label) for label in fixture_labels}
        others = [label for label, name in ours.items() if name is None]
        names = [name for name in ours.values() if name is not None]
        for_catalog = options.pop("overwrite"), options.pop("if_needed")
        if names:
            if any(options[name] != value for name, value in NOT_FOR_THE_CATALOG.items()):
                raise CommandError(
                    "--app, --exclude, --format and --ignore are not for the catalog."
                )
            self._load_catalog(folder, names, *for_catalog, options)
        elif any(for_catalog):
            raise CommandError("--overwrite and --if-needed are for the label catalog only.")
        if others:
            super().handle(*others, **options)

    def _load_catalog(
        self,
        folder: CatalogFolder,
        names: list[str],
        overwrite: bool,
        if_needed: bool,
        options: dict[str, Any],
    ) -> None:
        using, verbosity = options["database"], options["verbosity"]
        try:
            if if_needed and catalog_is_current(folder, using):
                if verbosity:
                    self.stdout.write("The catalog is up to date.")
                return
            # The empty name stands for the whole folder.
            chosen = [] if "" in names else names
            report = synchronise(
                folder,
                chosen,
                using=using,
                overwrite=overwrite,
                tell=self._tell if verbosity else tell_nobody,
            )
        except LoadError as error:
            raise CommandError(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used ({error}). Has `manage.py migrate` been run?"
            ) from error
        if verbosity:
            for line in (*report.lines, *report.summary()):
                self.stdout.write(line)

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        # It is about what happens now, also for who reads it through a pipe.
        self.stdout.flush()


def _name_in(folder: CatalogFolder, label: str) -> str | None:
    """Return which file of the catalog a label means, '' for all, None for none of them."""
    if label.rstrip("/") == CATALOG_FOLDER or Path(label).resolve() == folder.path.resolve():
        return ""
    prefix, _, rest = label.partition("/")
    if prefix == CATALOG_FOLDER and rest and "/" not in rest:
        return rest.removesuffix(".json")
    path = Path(label)
    if path.suffix == ".json" and path.resolve().parent == folder.path.resolve():
        return path.stem
    return None
