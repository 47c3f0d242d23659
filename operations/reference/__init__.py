"""The generated reference: `python -m operations.reference [--check]`.

Every page here is derived from code. The checks regenerate them and fail when the committed text
differs, so that the reference cannot lie.
"""
