"""What operators and maintainers run: audit, trace and the generated reference."""
