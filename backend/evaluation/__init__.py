"""A file of questions, played as live turns and judged: the proof of what the bot promises."""
