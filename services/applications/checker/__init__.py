"""Scan checkers: plain processes that join, inspect and re-encode what applicants upload.

Nothing a client says about a file is believed, and nothing of the original is kept but its hash:
images are drawn anew without their metadata, PDFs are written anew without actions.
"""
