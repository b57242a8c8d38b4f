"""Measures and remakes what the product is made of; each program prints the figures that the documents quote."""
