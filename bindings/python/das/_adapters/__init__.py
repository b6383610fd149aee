"""Adapters: objects of other libraries as callbacks of the C interface."""
