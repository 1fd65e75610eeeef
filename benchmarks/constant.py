"""Constant Flask views: the least that an answer of a size can cost under the same server."""

import os

from flask import Flask, Response, jsonify

app = Flask(__name__)
_PAGE = "x" * int(os.environ.get("CONSTANT_SIZE", "20000"))


@app.get("/")
def page() -> str:
    return _PAGE


@app.post("/json")
def answer() -> Response:
    return jsonify(_PAGE)


@app.get("/health")
def health() -> str:
    return "UP"
