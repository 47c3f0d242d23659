"""The desks: the work queue, one file with its verdicts, opinions, passing and returning."""
