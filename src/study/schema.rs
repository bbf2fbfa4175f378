//! The JSON Schema of the study file, from the table of keys.
