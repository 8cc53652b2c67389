"""The demonstration story: an invented registry, invented employers, and one-click sign-in; never in production."""
