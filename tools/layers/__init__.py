"""Which room of the source tree may use which: the tables, and what breaks them."""
