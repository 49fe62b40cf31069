"""What a person sees of the simulated Shopify: admin pages around the app, a storefront, and a control page."""
