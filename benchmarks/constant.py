"""A constant Flask view: the least that a page of a size can cost under the same server."""

import os

from flask import Flask

app = Flask(__name__)
_PAGE = "x" * int(os.environ.get("CONSTANT_SIZE", "20000"))


@app.get("/")
def page() -> str:
    return _PAGE


@app.get("/health")
def health() -> str:
    return "UP"
