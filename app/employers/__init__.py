"""The employer's pages.
"""
