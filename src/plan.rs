//! Study + registries → Plan: every method, variable and period resolved, every rule checked, nothing estimated.
