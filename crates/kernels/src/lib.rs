//! WGSL kernels, and the pure choice of kernel, constants and grid for a shape.
