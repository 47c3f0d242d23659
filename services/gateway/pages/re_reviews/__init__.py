"""Pages of those who decide re-reviews: they see the cases before them and nothing else."""
