"""``manage.py import_game FOLDER_OR_ZIP``: all of a game from its files."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.utils import OperationalError, ProgrammingError

from pokedex.transfer.files import FileRefused
from pokedex.transfer.folders import files_of_archive, files_of_folder
from pokedex.transfer.game_plans import GamePlan, plan_game
from pokedex.transfer.writing import ImportRefused, write_together


class Command(BaseCommand):
    """Import all of a game, as the back office does."""

    help = (
        "Import all of a game from a folder or a ZIP archive, as the back office exports it: a new "
        "game, or changes of one that is there. All of it or nothing; see docs/catalog-files.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, help="The folder, or the archive.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what it would do, and write nothing."
        )

    def handle(self, *, path: Path, dry_run: bool, **options: object) -> None:
        """Plan, say it, and write. Raises ``CommandError``; nothing is written then."""
        try:
            files = files_of_folder(path) if path.is_dir() else files_of_archive(path.read_bytes())
            plan = plan_game(files)
            self._tell(plan)
            if not dry_run:
                write_together(plans=plan.plans, user=None)
        except OSError as error:
            raise CommandError(f"{path} cannot be read ({error}).") from error
        except FileRefused as refused:
            raise CommandError("\n".join(str(fault) for fault in refused.faults)) from refused
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database cannot be used ({error}). Has `manage.py migrate` been run?"
            ) from error
        done = "Nothing was written: this was a dry run." if dry_run else "All of it was imported."
        self.stdout.write(done)

    def _tell(self, plan: GamePlan) -> None:
        """Say what the files would do. Raises ``CommandError`` when anything is wrong."""
        if plan.has_faults:
            lines = [f"{part.name}: {fault}" for part in plan.shown for fault in part.plan.faults]
            raise CommandError("\n".join([*lines, "Nothing was imported."]))
        kind = "a new game" if plan.is_new else "there already"
        self.stdout.write(f"“{plan.slug}” is {kind}.")
        for part in plan.shown:
            counts = (
                f"{part.plan.new:,} new, {part.plan.changed:,} changed, {part.plan.same:,} same"
            )
            self.stdout.write(f"{part.name or 'Encounters that follow from tables'}: {counts}.")
