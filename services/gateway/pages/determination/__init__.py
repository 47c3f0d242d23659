"""Pages of the region's determination: people proposed, confirmed, the ministry's result."""
