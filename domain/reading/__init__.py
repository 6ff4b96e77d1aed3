"""Reading a plan: a neutral document goes in, a draft for review comes out, nothing is decided.

The order of work: lines are mended into paragraphs, paragraphs become an outline, the headings
of the outline say what a section is for, and each leaf becomes a target, a task or a duty.
"""
