"""The code of the helper process, which imports nothing else of das.

The parent starts it by ``python -s -S -B -c``, with this folder's parent and numpy's on the path.
Both sides import `wire`.
"""
