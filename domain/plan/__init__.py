"""A plan: read from a document into a draft, reviewed line by line, issued, amended, closed.

Issuing assigns (a reaction turns each line into a task). Amendments run the plan's own route: a
unit asks, the coordinator consolidates, the committee decides, the decision makes version n+1.
Tasks keep the version they came from. Document and reason of every act stand in the envelope.
"""
