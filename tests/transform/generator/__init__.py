"""Report pages with known numbers, set in every way a site was seen to set them."""
