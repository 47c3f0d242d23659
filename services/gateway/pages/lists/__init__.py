"""Pages of the paper check, the summary lists, the region's lists and the ledger of seats."""
