"""XML files of registrations: received whole, carried out record by record, answered.

A **file** comes from a **sender**, an enterprise, and holds **records**, each with a reference of
the sender's own.  Sender and reference identify a record for good: it is carried out once, and
whoever sends it again gets the answer it got.  A file is kept whole when it is received, and
carried out by jobs, a chunk in a transaction: what became of the records, the references they
have used up and how far the file was read are written together or not at all.

A **receipt** says whether a file was taken; the **notification** says for each record whether it
was accepted, known already, or refused and why.  A **pre-flight** is the same run with everything
taken back but the answers.

Senders are known by their enterprise number, which no enterprise ever gives up, while two records
of one enterprise may become one.
"""
