//! Harness shared by the whole-system checks.
