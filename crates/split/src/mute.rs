//! Which functions end the program unheard.
//!
//! A panic ends in a trap, and no hook of ours prints its words: what gathers them is dead weight.
//! Names are not asked for. A function is mute if it can neither return nor call outside, so that
//! nobody could tell it from one that traps at once; a call by the table counts as one inside.

use std::ops::Range;

use wasmparser::{FunctionBody, Operator};

use crate::Fault;

/// The mute functions of a module.
#[derive(Debug)]
pub(crate) struct Mute(Vec<bool>);

impl Mute {
    /// Of a module with so many imported functions and these of its own.
    pub(crate) fn of(imported: usize, bodies: &[FunctionBody<'_>]) -> Result<Self, Fault> {
        let mut outside = vec![true; imported];
        let mut callers = vec![Vec::new(); imported + bodies.len()];
        let mut returns = vec![true; imported];
        for (function, body) in (imported..).zip(bodies) {
            outside.push(false);
            returns.push(can_return(body)?);
            for operator in body.get_operators_reader()? {
                if let Operator::Call { function_index } = operator? {
                    callers[function_index as usize].push(function);
                }
            }
        }
        let mut open: Vec<usize> = (0..imported).collect();
        while let Some(function) = open.pop() {
            for caller in &callers[function] {
                if !outside[*caller] {
                    outside[*caller] = true;
                    open.push(*caller);
                }
            }
        }
        Ok(Self(outside.into_iter().zip(returns).map(|(o, r)| !o && !r).collect()))
    }

    pub(crate) fn is(&self, function: u32) -> bool {
        self.0[function as usize]
    }

    /// Code that only leads to the call of a mute function, as offsets in the file: from where the
    /// way there forks off, or from the last call before, to behind the mute one.
    pub(crate) fn doomed(&self, body: &FunctionBody<'_>) -> Result<Vec<Range<u64>>, Fault> {
        let mut all = Vec::new();
        let mut reader = body.get_operators_reader()?;
        let mut from = reader.original_position();
        while !reader.eof() {
            let operator = reader.read()?;
            let behind = reader.original_position();
            match operator {
                Operator::Call { function_index } if self.is(function_index) => {
                    all.push(from..behind);
                    from = behind;
                }
                Operator::Call { .. } | Operator::CallIndirect { .. } => from = behind,
                _ if forks(&operator) => from = behind,
                _ => {}
            }
        }
        Ok(all)
    }
}

/// Whether control comes here or goes from here to elsewhere than the next operator.
fn forks(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable
    )
}

/// A block that is open.
struct Block {
    is_loop: bool,
    /// Whether control may come to its end, other than through its last operator.
    to_end: bool,
    /// Of an `if` without `else`: whether control may pass it by.
    past: bool,
    /// Whether its first operator is reached.
    entered: bool,
}

/// Whether a function may come to its end, as far as its branches tell.
fn can_return(body: &FunctionBody<'_>) -> Result<bool, Fault> {
    let block = |is_loop, entered| Block { is_loop, to_end: false, past: false, entered };
    let (mut open, mut live) = (vec![block(false, true)], true);
    for operator in body.get_operators_reader()? {
        let to = |open: &mut Vec<Block>, depth: u32, live: bool| {
            let at = open.len() - 1 - depth as usize;
            open[at].to_end |= live && !open[at].is_loop;
        };
        match operator? {
            Operator::Block { .. } => open.push(block(false, live)),
            Operator::Loop { .. } => open.push(block(true, live)),
            Operator::If { .. } => open.push(Block { past: live, ..block(false, live) }),
            Operator::Else => {
                if let Some(block) = open.last_mut() {
                    block.to_end |= live;
                    block.past = false;
                    live = block.entered;
                }
            }
            Operator::End => live |= open.pop().is_some_and(|block| block.to_end || block.past),
            Operator::Br { relative_depth } => {
                to(&mut open, relative_depth, live);
                live = false;
            }
            Operator::BrIf { relative_depth } => to(&mut open, relative_depth, live),
            Operator::BrTable { targets } => {
                for depth in targets.targets().chain([Ok(targets.default())]) {
                    to(&mut open, depth?, live);
                }
                live = false;
            }
            Operator::Return if live => return Ok(true),
            Operator::Return | Operator::Unreachable => live = false,
            // What is not known here may lead anywhere.
            Operator::TryTable { .. } | Operator::ReturnCall { .. } => return Ok(true),
            _ => {}
        }
    }
    Ok(live)
}
