"""The wire beneath ``das.llm``: requests, replies, secrets."""
