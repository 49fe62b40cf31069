"""What agents and API clients may ask, a file per room."""
