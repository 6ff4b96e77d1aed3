"""A task: drafted, assigned to exactly one lead unit, worked on, submitted, confirmed, filed.

| state | what it means |
|---|---|
| drafted | words and a proposal; nobody owes anything |
| assigned | waits for the head to accept or return it; silence accepts |
| returned | the head gave it back with a reason; the assigning authority holds it |
| accepted | the unit works; "in progress" is only a label of this state |
| submitted | a result waits for the reviewer |
| suspended | the clock stands still by decision |
| confirmed | two verdicts are given: schedule (computed) and quality (chosen) |
| withdrawn, filed, dropped | closed |

Group parents, series, standing and conditional tasks are tasks too. Document and reason of every
act stand in the envelope; what was true at that moment (due, head, office) stands in the event.
"""
