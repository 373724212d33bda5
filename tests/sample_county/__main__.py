"""Serve the county for a look round: ``python -m tests.sample_county [--night 2]``, until Ctrl-C."""

from __future__ import annotations

import argparse
import time

from tests.sample_county.server import serve_county


def main() -> None:
    """Print every column's address and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--night", type=int, choices=(1, 2), default=1)
    with serve_county(night=parser.parse_args().night) as county:
        for listing in county.truth.lists():
            print(f"{listing.platform:12} {listing.organ}  {listing.url}")
        print(f"registry: {county.registry_folder}")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()
