"""Synthesis programs, and the store that keeps them."""
