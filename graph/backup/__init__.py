"""Backup and restore: everything of one change number in one file, which either engine takes."""

from graph.backup.archive import Archive, AskPassphrase, pack
from graph.backup.check import Contents, differs_from, read_backup
from graph.backup.lines import Opening, line_bytes
from graph.backup.restoring import Restored, check_restorable, restore
from graph.backup.take import BackupSource, backup_lines

__all__ = [
    "Archive",
    "AskPassphrase",
    "BackupSource",
    "Contents",
    "Opening",
    "Restored",
    "backup_lines",
    "check_restorable",
    "differs_from",
    "line_bytes",
    "pack",
    "read_backup",
    "restore",
]
