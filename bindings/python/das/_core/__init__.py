"""The C interface as Python: memory, errors, callbacks and the objects of the library."""
