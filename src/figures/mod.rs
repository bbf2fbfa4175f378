//! Typed results → Figure, one file per chart.
