"""A draft becomes the bytes of a file; a format a module."""
