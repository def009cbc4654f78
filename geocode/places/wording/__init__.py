"""What ground the words around names mean: near, between, along, a side of a border, a coast."""
