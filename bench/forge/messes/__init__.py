"""What offices, word processors, web editors and converters do to a report; a family of messes a file."""
