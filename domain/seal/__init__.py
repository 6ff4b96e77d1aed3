"""Sealed values: what must not be readable yet, with only a salted commitment in the journal.

| stage | what it means |
|---|---|
| waiting | in the vault only; no event, no trace |
| committed | a slot of the clock recorded its commitment, among fillers |
| opened | value and salt are published; anybody can check the commitment |
| voided | published without having been used: a filler, superseded, dropped, or expired |

Every entry of a slot is opened or voided by the end of its life; whatever is left then stands on a
public overdue list.
"""
