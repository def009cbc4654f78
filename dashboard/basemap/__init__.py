"""The map underneath: offline from one file of ours; online only where that was chosen."""
