"""A finding (phát hiện): recorded at a visit, answered by the unit, concluded, remedied, verified.

| stage | what it means |
|---|---|
| recorded | written down during the visit; the unit sees it with the minutes |
| delivered | the minutes are frozen; the head owes a receipt, which is no consent |
| acknowledged | received, or the limit went by; the time to explain runs |
| explained | the unit took one of four stances; the leader owes an answer |
| assessed | the explanation was accepted or rejected, or there was none |
| upheld | the conclusion stands; a remedial task runs |
| remedy_reported | the unit says it is put right; an outsider looks |
| verified | put right, seen by somebody outside the unit |
| closed | over: verified in time or late, or praise and advice that were concluded |
| dropped | taken back, during the visit or by the conclusion |
| handed_over | a sign of a breach went to the competent body and left this process |

A failed verification begins a new spell, and so does a reopening; the former spells stay.
"""
