"""The built-in boosters."""
