#pragma once
// Four floats side by side: one lane per mode of motion (the fourth is spare), so that one instruction serves all.
// Every lane is rounded like a float alone, so the results are the same on every machine and with every compiler.
#include <cstdint>

namespace dalian::fusion {

using Lanes = float __attribute__((vector_size(16)));
using IntLanes = std::int32_t __attribute__((vector_size(16)));

inline Lanes all(float value) {
  return Lanes{value, value, value, value};
}

/// Sum over the lanes, always in the same order.
inline float sum(Lanes x) {
  return (x[0] + x[1]) + (x[2] + x[3]);
}

/// The sums over the lanes of four at once.
inline Lanes sums(Lanes a, Lanes b, Lanes c, Lanes d) {
  Lanes const ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) + __builtin_shufflevector(a, b, 2, 6, 3, 7);
  Lanes const cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) + __builtin_shufflevector(c, d, 2, 6, 3, 7);
  return __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
}

inline Lanes select(IntLanes mask, Lanes yes, Lanes no) {
  return reinterpret_cast<Lanes>((reinterpret_cast<IntLanes>(yes) & mask) | (reinterpret_cast<IntLanes>(no) & ~mask));
}

/// e^-x for x >= 0, relative error below 2e-7 up to x = 80, constant beyond: 2^k by the exponent bits, the rest (within
/// ±ln 2/2) by the series. Our own because the library's differs from processor to processor in the last bit.
inline Lanes exp_minus(Lanes x) {
  x = select(x > all(80), all(80), x);
  IntLanes const k = __builtin_convertvector(x * all(1.44269504F) + all(0.5F), IntLanes);
  Lanes const n = __builtin_convertvector(k, Lanes);
  Lanes const r = (n * all(0.693145752F) - x) + n * all(1.42860677e-6F); // ln 2 in two parts
  Lanes p = all(1.0F / 720) * r + all(1.0F / 120);
  p = p * r + all(1.0F / 24);
  p = p * r + all(1.0F / 6);
  p = p * r + all(0.5F);
  p = (p * r) * r + r + all(1);
  return p * reinterpret_cast<Lanes>((127 - k) << 23);
}

/// A complex number per lane: east + i north.
struct ComplexLanes {
  Lanes re, im;
};

inline ComplexLanes operator+(ComplexLanes a, ComplexLanes b) {
  return {a.re + b.re, a.im + b.im};
}
inline ComplexLanes operator-(ComplexLanes a, ComplexLanes b) {
  return {a.re - b.re, a.im - b.im};
}
inline ComplexLanes operator*(ComplexLanes a, ComplexLanes b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
inline ComplexLanes operator*(Lanes a, ComplexLanes b) {
  return {a * b.re, a * b.im};
}
inline ComplexLanes conj(ComplexLanes a) {
  return {a.re, -a.im};
}
/// |a|²
inline Lanes norm(ComplexLanes a) {
  return a.re * a.re + a.im * a.im;
}

} // namespace dalian::fusion
