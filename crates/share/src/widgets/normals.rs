//! In the code: normal numbers of a seed, a stream for every name, and words as Python has them.

/// Code that defines `normals` where `seed` and `math` are known, as `SplitMix64::named` draws.
pub(super) const NORMALS: &str = "\
def normals(name, *shape):  # a stream of its own for every name
    state = 0xCBF29CE484222325 + seed
    for byte in name.encode():  # FNV-1a
        state = (state ^ byte) * 0x100000001B3 % 2**64
    def uniform():  # SplitMix64
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return ((z ^ z >> 31) >> 11) * 2**-53
    draws = []
    for _ in range(math.prod(shape)):  # Box-Muller
        a, b = uniform(), uniform()
        draws.append(math.sqrt(-2 * math.log(1 - a)) * math.cos(2 * math.pi * b))
    return torch.tensor(draws, dtype=torch.float64).view(shape)
";

/// Words in small letters, as a list in Python holds them.
pub(super) fn quoted(words: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = word.to_lowercase().replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{plain}\"")
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(", ")
}
