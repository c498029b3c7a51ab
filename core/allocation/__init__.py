"""Allocation: which goods leave which place, when and for what freight; shortage, moves, replenishment,
shelf life.

Pure engines only: nothing here reads or writes a table. `plan_allocation` answers one order, `plan_morning`
many orders that want more than there is.
"""
