"""The five verbs on one screen: open the house, let the rooms work, commit once.

    prequalify   read → normalise → identify → decide      → LISTED, PEOPLE, NUMBERS   → verdict files
    split        state + plans → one queue place per lead   → RELEASED, MAILED          → queues, guides, mailings
    ingest       read → recognise → match to leads          → ATTEMPTS, ORDERS …        → quarantine
    classify     code maps → outcomes, again for everything → a new settings snapshot   → what changed
    report       outcomes of a period → figures             → nothing                   → reviews

Every verb ends the same way: facts of one file, the state of every lead they touch, and the outputs become true
together or not at all. Each command is a file here, beside what all of them stand on (`house`: the opened workspace,
`told`: what a command has to tell, `rules`: settings in the rooms' shapes). What several commands share, or one has in
many parts, lies in folders by concern: `known`, `lists`, `people`, `care`, `queues`, `results`, `reviews`, `due`,
`undone`, `privacy`, `words`. Imports among all these run one way: none of them needs, by whatever road, what needs it.

The modules behind are imported late, so that asking for help stays quick.
"""
