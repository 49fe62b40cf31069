"""Live orders: what Shopify said of an order and when, and how much of it whom may be told."""
