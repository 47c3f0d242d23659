"""The gateway's own database: web sessions, nothing else."""
