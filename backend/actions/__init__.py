"""Custom actions: forms that a shop defines, put to a shopper inside the thread, answered once."""
