"""Where the extension, its source and Shopify's JSON schemas lie."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extensions" / "theme-app-extension"
FRONTEND = ROOT / "frontend"
SHOPIFY_SCHEMAS = FRONTEND / "node_modules" / "@shopify" / "theme-check-docs-updater" / "data"
