"""Alianza: the open platform that runs an international alliance on migration and development."""

__version__ = "0.1.0"
