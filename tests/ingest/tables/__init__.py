"""Tests of finding, arranging and joining tables."""
