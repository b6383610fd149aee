"""Tables of other libraries, read into arrays."""
