#pragma once
// One power of many numbers at once, several in an instruction: most of what head losses cost.
#include <cstddef>

namespace dalian::water {

/// out[i] = x[i]^exponent, within (2 + |ln out[i]| / 4) · 1e-15 of itself; 0 ≤ x ≤ 1e30, below 1e-150 as if it were
/// that; 0 < exponent ≤ 2. The same on every machine.
void raise(double const* x, std::size_t count, double exponent, double* out);

} // namespace dalian::water
