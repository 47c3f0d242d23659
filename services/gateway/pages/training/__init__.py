"""Pages of training: groups, plans, notifications, attendance."""
