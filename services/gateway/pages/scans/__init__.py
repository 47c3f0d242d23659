"""Scans: what an applicant uploads, and what a desk looks at."""
