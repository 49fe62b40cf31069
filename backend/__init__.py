"""Baton: support chat for Shopify. See docs/architecture.md for where everything lives."""
