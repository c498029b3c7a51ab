"""Documents of billing as files: printed pages, workbooks, a calendar and e-invoices, made when asked for."""
