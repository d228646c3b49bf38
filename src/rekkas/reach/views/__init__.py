"""Pages about texts, and the doors through which gateways answer."""
