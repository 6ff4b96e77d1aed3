"""An inspection (kiểm tra): ordered, announced, opened, visited, minuted, reported, concluded.

| state | what it means |
|---|---|
| ordered | a team, a unit, dates; members declare their independence |
| announced | the unit knows the day and reports on itself (not for a surprise) |
| opened | the order was made known on arrival; items are checked |
| visit_closed | every item is answered; the score stands |
| minutes_drawn | the minutes wait for opinion and signatures |
| frozen | leader and secretary signed, the head signed or refused |
| reported | the leader proposed; the authority decides |
| concluded | every finding has its outcome; the remedies run in the findings |
| closed, cancelled | over |

Scheduled, surprise and thematic inspections are one process with other limits and disclosure.
A surprise begins when its seal is opened. Findings are streams of their own; what a decision must
know of them is handed in with the command. The programme of a period is a stream of its own too.
Document and reason of every act stand in the envelope.
"""
