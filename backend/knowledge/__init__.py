"""What the bot may say: the store's own content as sources and chunks."""
