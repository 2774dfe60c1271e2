"""What runs inside the product's own Django, by `manage.py shell`: rows, cookies, and what needs no server."""
