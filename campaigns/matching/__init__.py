"""Which KOLs fit a brief: components between 0 and 1 with their evidence, weights, hard rules, and how well it worked.

Everything is known as of a day: whatever happened on that day or later is not read. The arithmetic is on arrays with
one place per KOL, so that a market of a million is ranked in a moment; docs/matching.md says it in words.
"""
