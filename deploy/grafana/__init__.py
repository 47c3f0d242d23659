"""The Grafana dashboard, written from a table of panels."""
