"""Surveys: asked, watched, ended."""
