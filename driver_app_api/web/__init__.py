"""The driver's phone app: a page without a build step (``page/``) and how it is served (``site.py``)."""
