//! Bundle → files.
