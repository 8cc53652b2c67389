"""Deeds of placement, by noun: orders, proposals, runs, places."""
