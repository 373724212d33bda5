"""Tests mirror the rooms; `sample_county` is the loopback county that `nianbao demo` serves too."""
