"""The tenant: one Shopify store with the app installed, its staff, its grants and its settings."""
