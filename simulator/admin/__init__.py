"""The Admin GraphQL API: Shopify's own schema over the world's plain data."""
