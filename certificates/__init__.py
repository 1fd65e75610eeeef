"""Certificates: from plain data to a document that can be kept, read aloud and checked.

This package knows neither Flask nor the database, and nothing of the portal: what it prints
comes in as frozen values (:mod:`certificates.career`), what goes out is bytes.

* :mod:`certificates.career` -- the career attestation: its values, and ``render``
* :mod:`certificates.record` -- the same values as JSON, attached to the document
* :mod:`certificates.writing` -- dates, hours, days, money, as each language writes them
* :mod:`certificates.words` -- the words, one file for each language
* :mod:`certificates.paper` -- from HTML to PDF/A-3a and PDF/UA-1, with nothing fetched
* :mod:`certificates.letters` -- what may stand on paper, and with which font
"""
