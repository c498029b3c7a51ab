"""Problems as files: public benchmark forms and our own."""
