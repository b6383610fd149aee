"""Generates `das.h` and `abi.py`, the two faces of the C ABI, from the Swift entry points."""
