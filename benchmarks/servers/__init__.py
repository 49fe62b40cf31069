"""Servers that are measured side by side, each a process of its own: `python -m benchmarks.servers NAME`.

Each serves a WebSocket at /graphql and prints its port and its control port. A number, sent as a line to the control
port, makes it tell all its subscribers as many events, and is answered with a line once they are on their way.
"""
