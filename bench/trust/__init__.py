"""Programs that try to make the product break its promises, and print how often they failed to; docs/trust.md quotes them."""
