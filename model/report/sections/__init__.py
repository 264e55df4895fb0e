"""The report's tables below the first screen and the map: one module for each topic, from a Story to texts ready to print."""
