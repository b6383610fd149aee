"""Synthesis programs and their store."""
