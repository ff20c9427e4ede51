"""Our own API, major version 1: signals in and out, cases and plans to read. Dutch field names, one actor a call."""
