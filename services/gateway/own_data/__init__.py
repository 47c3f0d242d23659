"""One's own data as one file: what the services answer as JSON, and every print and scan (D12)."""
