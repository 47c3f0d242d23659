"""Values that several services read alike: how people write a name or an ID number (§6.2, §6.3)."""
