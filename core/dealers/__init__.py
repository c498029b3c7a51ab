"""dealers"""
