"""The door of the gateway, and the pages of the desk about who dials."""
