"""Lines as a file gives them become paragraphs as their author wrote them; nothing is lost, invented or moved."""
