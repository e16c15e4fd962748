"""How outside files become facts: one importer per source, an archive, a register and a quarantine."""
