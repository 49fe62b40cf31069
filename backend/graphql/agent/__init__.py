"""The door of agents and API clients: everything that the inbox does."""
