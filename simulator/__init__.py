"""A Shopify for one machine: the protocols an app meets, spoken by a program of its own. Never for production."""
