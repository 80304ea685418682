//! One Engine with a GPU and a CPU backend: falls back, proves one against the other.
