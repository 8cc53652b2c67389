"""Pages: sheets for everybody, the finder, and the desk of those who keep sheets."""
