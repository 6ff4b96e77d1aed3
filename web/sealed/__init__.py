"""Sealed orders and draws for those who may know of them, and the public list of seals."""
