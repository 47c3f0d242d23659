"""What docker-compose.yml needs beside itself: a file of secrets that exists only once."""
