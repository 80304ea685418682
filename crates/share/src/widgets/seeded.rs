//! The engine's random weights in Python: a stream of numbers for every name.

/// Code that defines `mixed`, `uniform`, `stream` of this seed, and `tensor`.
pub(super) fn random(seed: i32) -> String {
    format!(
        "\
def mixed(z):  # SplitMix64
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
    return z ^ z >> 31
def uniform(state, n):
    z = np.arange(1, n + 1, dtype=np.uint64) * 0x9E3779B97F4A7C15 + np.uint64(state)
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9
    z = (z ^ z >> 27) * 0x94D049BB133111EB
    return ((z ^ z >> 31) >> 11) * 2.0**-53
def stream(name):  # of the seed {seed}, for every name another
    h = 0xCBF29CE484222325  # FNV-1a
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return mixed(({seed} + 0x9E3779B97F4A7C15) % 2**64) ^ h
def tensor(values, shape):
    return torch.tensor(values.astype(np.float32)).double().view(shape)
"
    )
}
