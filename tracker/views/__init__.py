"""Views: read the request, call one service or page, choose the template."""
