"""What is done with profiles, one subject a module; call them from here."""

from alianza.registry.actions.openings import OpenedFile, open_file
from alianza.registry.actions.profiles import begin, pause, register, remove, renew, save

__all__ = ["OpenedFile", "begin", "open_file", "pause", "register", "remove", "renew", "save"]
