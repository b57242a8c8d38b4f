"""What the product is made of that others wrote: which files exactly, under which licences, with which known faults. Nothing here runs in the product."""
