"""Who reports, on which year, for what period, published when: what a document says of itself, and what is believed."""
