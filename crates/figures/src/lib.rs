//! Pure pictures: layouts, colour maps, charts on any drawing backend, hit-testing.
