"""What runs in the helper process: this package stands alone, and imports nothing of das.

The parent starts it by ``python -s -S -B -c``, with this folder's parent and numpy's on the path.
`wire` is the one module that both sides read.
"""
