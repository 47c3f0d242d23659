"""Pages of giving up after selection: asked by applicant or unit, decided by the region (R58)."""
