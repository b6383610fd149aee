"""The command ``das``."""
