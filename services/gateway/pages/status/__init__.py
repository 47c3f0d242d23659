"""After submission: where the file is, every opinion, who looked at it, versions, withdrawal."""
