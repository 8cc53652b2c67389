"""One text in several languages. A language that is missing falls back visibly: the page marks what it shows."""
