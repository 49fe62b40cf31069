"""Doors for browsers and for Shopify: the inbox document, the app proxy, webhooks, health. They never decide."""
