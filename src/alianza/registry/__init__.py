"""Workers' profiles: what a person says of themselves, seen, corrected, exported and deleted by them."""
