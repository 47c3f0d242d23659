"""What the public reads: notice, guides and other texts, proposed and published by the region."""
