"""Certificates: from plain data to a document that can be kept, read aloud and checked.

This package knows neither Flask nor the database, and nothing of the portal: what it prints
comes in as frozen values (:mod:`certificates.attestation`), what goes out is bytes.

* :mod:`certificates.attestation` -- a document of whatever kind: its values
* :mod:`certificates.sections` -- what a document may say, and the rows that is made of
* :mod:`certificates.account` -- the account of training days, one of these sections
* :mod:`certificates.document` -- ``render``: from these values to a PDF
* :mod:`certificates.summary` -- the lines at the head
* :mod:`certificates.coded` -- which facts go into the code on paper
* :mod:`certificates.counting` -- months and days, each counted once
* :mod:`certificates.record` -- the same values as JSON, attached to the document
* :mod:`certificates.phrases` -- balances, questions, answers, as each language says them
* :mod:`certificates.writing` -- dates, hours, days, money, as each language writes them
* :mod:`certificates.words` -- the words, one file for each language
* :mod:`certificates.paper` -- from HTML to PDF/A-3a and PDF/UA-1, with nothing fetched
* :mod:`certificates.letters` -- what may stand on paper, and with which font
* :mod:`certificates.keys` -- the keys on disk; the demonstration's own authority
* :mod:`certificates.history` -- the public side of all keys that ever were ours
* :mod:`certificates.sealers` -- opening the sealing key: a PKCS#12 file, or a token
* :mod:`certificates.sealing` -- a PDF in, the same PDF sealed out
* :mod:`certificates.checking` -- whether a PDF is, byte for byte, what was sealed
* :mod:`certificates.seal_message` -- the one form that the message in a seal may have
* :mod:`certificates.timestamps` -- timestamps by others
* :mod:`certificates.codes` -- signed facts in a QR code
* :mod:`certificates.numbers` -- check characters for what is typed from paper
"""
