"""The dashboard: progress at a glance with its numbers, and exports of them."""
