"""What every HTTP request passes: limits, strict JSON, security headers, log and metrics."""
