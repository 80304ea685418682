//! Two runs of training that go on in turn.

use std::cell::{Cell, RefCell};

use nets::side_by_side::{Lesson, SideBySide, TESTED_EVERY, is_layer};

use crate::browser::{
    clock,
    engine::ThirdPass,
    training::{Examples, Told, Training},
};

/// The pictures for training and for testing.
pub(crate) struct Sets {
    pub(crate) train: Examples,
    pub(crate) test: Examples,
}

/// One net, and what has been told of it.
pub(crate) struct Net {
    training: Training,
    /// Which learned tensors are layers' weights.
    pub(crate) layers: Vec<usize>,
    pub(crate) told: RefCell<Vec<Told>>,
    /// Step and share that was wrong.
    pub(crate) tested: RefCell<Vec<(u64, f64)>>,
    /// Why it ended before its last step.
    pub(crate) ended: RefCell<Option<String>>,
}

/// Both nets of a setting, in its order.
pub(crate) struct Pair<S: SideBySide> {
    pub(crate) setting: S,
    /// How many numbers the second learns.
    pub(crate) parameters: u64,
    pub(crate) nets: [Net; 2],
    /// Whether somebody has it take steps.
    pub(crate) busy: Cell<bool>,
    /// The losses of the first step.
    pub(crate) first_losses: [f32; 2],
    /// The norms of its gradients, layer by layer.
    pub(crate) first_norms: [Vec<f32>; 2],
    /// Milliseconds of a step of one net, as of late.
    pub(crate) each: Cell<f64>,
}

impl<S: SideBySide> Pair<S> {
    /// Both nets after their first step.
    pub(crate) async fn begin(engine: &ThirdPass, setting: S, sets: &Sets) -> Result<Self, String> {
        let layers = engine.layers(&setting.lesson(1).spec).await?;
        let began = clock();
        let first = Net::begin(engine, &setting.lesson(0), &sets.train).await?;
        let second = Net::begin(engine, &setting.lesson(1), &sets.train).await?;
        let each = Cell::new((clock() - began) / 2.0);
        let nets = [first, second];
        let [(first, first_norms), (second, second_norms)] = [0, 1].map(|i: usize| nets[i].first());
        Ok(Self {
            setting,
            parameters: layers.iter().map(|layer| layer.parameters).sum(),
            nets,
            busy: Cell::new(false),
            first_losses: [first, second],
            first_norms: [first_norms, second_norms],
            each,
        })
    }

    /// The net whose turn it is; none where both have come to their end.
    pub(crate) fn turn(&self) -> Option<&Net> {
        let goes_on =
            |net: &&Net| net.ended.borrow().is_none() && net.steps() < self.setting.steps();
        self.nets.iter().filter(goes_on).min_by_key(|net| net.steps())
    }

    /// How many steps of either net are left.
    pub(crate) fn left(&self) -> u64 {
        let left = |net: &Net| match &*net.ended.borrow() {
            None => self.setting.steps().saturating_sub(net.steps()),
            Some(_) => 0,
        };
        self.nets.iter().map(left).sum()
    }

    /// Takes a step of the net whose turn it is, and tests it where that is due.
    pub(crate) async fn advance(&self, sets: &Sets) {
        let Some(net) = self.turn() else { return };
        let began = clock();
        net.advance(sets).await;
        let took = clock() - began;
        self.each.set(self.each.get() * 0.9 + took * 0.1);
    }
}

impl<S: SideBySide> Drop for Pair<S> {
    fn drop(&mut self) {
        self.nets.iter().for_each(|net| net.training.end());
    }
}

impl Net {
    async fn begin(
        engine: &ThirdPass,
        lesson: &Lesson,
        examples: &Examples,
    ) -> Result<Self, String> {
        let how = [&lesson.run, &lesson.optimizer];
        let training = Training::begin(engine, &lesson.spec, how, examples);
        let told = training.advance(0).await?;
        let names = training.names().await?;
        let layers = (0..names.len()).filter(|&i| is_layer(&names[i])).collect();
        let (tested, ended) = (RefCell::default(), RefCell::default());
        Ok(Self { training, layers, told: RefCell::new(told), tested, ended })
    }

    /// The loss of the first step, and the norms of its gradients layer by layer.
    fn first(&self) -> (f32, Vec<f32>) {
        let told = self.told.borrow();
        let Some(told) = told.first() else { return (f32::NAN, Vec::new()) };
        (told.loss as f32, self.norms(&told.norms).into_iter().map(|v| v as f32).collect())
    }

    /// How many steps it has taken.
    pub(crate) fn steps(&self) -> u64 {
        self.told.borrow().len() as u64
    }

    async fn advance(&self, sets: &Sets) {
        let known = self.told.borrow().len();
        match self.training.advance(known).await {
            Ok(more) => self.told.borrow_mut().extend(more),
            Err(words) => {
                self.ended.replace(Some(words));
                return;
            }
        }
        let step = self.steps();
        if step.is_multiple_of(TESTED_EVERY) {
            match self.training.wrong(&sets.test).await {
                Ok(wrong) => self.tested.borrow_mut().push((step, wrong)),
                Err(words) => drop(self.ended.replace(Some(words))),
            }
        }
    }

    /// The norms of a step's gradients, layer by layer.
    pub(crate) fn norms(&self, all: &[f64]) -> Vec<f64> {
        self.layers.iter().filter_map(|&i| all.get(i).copied()).collect()
    }
}
