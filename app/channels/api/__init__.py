"""The REST interface: what employers' pages do, for programs.

The contract, ``openapi.yaml``, comes first.  Every **operation** of it names one function, and
there is no address beside those of the contract.  A **call** is let in by its token, counted,
read as the contract has it, and carried out by one act or one question; the **answer** says what
came of it.  What is wrong is a *problem* (RFC 9457) by the guide of Belgian public services, with
the codes that pages and files have too.

National numbers stand in bodies only; everywhere else a worker is named by our own key.
"""
