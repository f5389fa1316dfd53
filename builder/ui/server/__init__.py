"""What answers the browser before any panel does: the application, its guard, and who is asking."""
