"""What printed texts mean by themselves: labels, numbers, dates, titles, headings. The words are YAML beside them."""
