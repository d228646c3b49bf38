"""The post by telephone: menus over USSD, and the same by SMS."""
