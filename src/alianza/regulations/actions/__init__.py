"""What is done to the repository of law: a module for each thing it is done to."""
