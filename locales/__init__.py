"""The words on the screen, one gettext catalogue a language; ``core.i18n`` reads them."""
