"""The plain texts from which the docx, pdf and html samples are set, and the program that sets them."""
