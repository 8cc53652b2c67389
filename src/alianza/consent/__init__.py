"""What a person agreed to, for which named purpose, in which wording, and when they withdrew it."""
