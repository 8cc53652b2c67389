"""Job orders, shortlists and placement runs."""
