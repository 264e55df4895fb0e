"""How many people a team needs so that its cases meet a deadline, how many of them will, and how far the formula is from the calendar."""
