"""Drafts, frozen versions, eligibility findings and scans of applicants."""
