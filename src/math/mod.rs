//! Arrays in, arrays out; knows no study.
