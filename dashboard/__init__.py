"""The page: reads the store through geocode's front door, draws, decides nothing."""
