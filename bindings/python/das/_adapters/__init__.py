"""Objects of other libraries as callbacks of the C interface."""
