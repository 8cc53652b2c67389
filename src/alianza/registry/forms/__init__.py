"""The forms of the registry: one small form per step of the profile, and those of officers and services."""
