"""Orders that are late, stuck or odd are found by themselves and become tasks with an owner (F5).

Rules are data (``AlarmRule``): what is looked for, from which limit, whose task it is, and after how many
hours an untouched one is told to the managers. A task ends by a tap, or by itself once the order moved on.
"""
