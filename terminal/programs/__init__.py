"""Fajian for programs that speak the Model Context Protocol: five tools that only read, over stdin and stdout."""
