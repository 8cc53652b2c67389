"""The pages of the registry: a worker's own profile, files opened by others, files of people."""
