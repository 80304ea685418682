//! Backward of the adaptive average pool: `dx[n,c,r,q] = Σ dy[n,c,i,j] / (cells of (i, j))`
//! over the windows `(i, j)` that hold `(r, q)`.
//!
//! A kernel: one invocation an element of x. Row r lies in the windows i from
//! `⌊r·h/H⌋` to before `⌈(r + 1)·h/H⌉`, each from `⌊i·H/h⌋` to before `⌈(i + 1)·H/h⌉`;
//! columns alike.

use crate::adaptive_avg_pool2d::AdaptiveAvgPool2d;
use crate::conv2d::flat;
use crate::error::OpError;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::pool::each_index;

/// dy `[N,C,h,w]` → dx `[N,C,H,W]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdaptiveAvgPool2dGrad {
    /// The size of x, `[height, width]`.
    pub size: [usize; 2],
}

impl Shaped for AdaptiveAvgPool2dGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        // The windows of size [H, W] over dy have its shape.
        let back = AdaptiveAvgPool2d { size: self.size };
        Ok(vec![back.out_shape(args)?])
    }
}

impl Primitive for AdaptiveAvgPool2dGrad {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let dy = args.need(0)?;
        let forward = AdaptiveAvgPool2d { size: [dy.shape()[2], dy.shape()[3]] };
        let (mut dx, mut next) = (vec![0.0; shapes[0].iter().product()], 0);
        each_index(dy.shape(), |at| {
            let cells: Vec<[usize; 4]> = forward.cells(&shapes[0], at).collect();
            let share = dy.data()[next] / cells.len() as f32;
            for cell in cells {
                dx[flat(&shapes[0], cell)] += share;
            }
            next += 1;
        });
        Ok(vec![dx])
    }
}
