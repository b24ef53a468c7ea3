"""Judged queries, measures, benchmarks and reports; never imported by the product."""
