"""Requests, replies and secrets of ``das.llm``."""
