"""A rule set: drafted, adopted as version n, drafted again; versions are retired one by one."""
