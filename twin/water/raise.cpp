#include "twin/water/raise.hpp"

#include <bit>
#include <cstdint>

namespace dalian::water {
namespace {

constexpr std::uint64_t kOne = std::uint64_t{1} << 52;  // of a double's exponent
constexpr std::uint64_t kRootHalf = 0x3fe6a09e667f3bcd; // bits of √½
constexpr double kWholes = 4503599627370496.0;          // 2^52: a double above it has no fraction
constexpr double kLn2 = 0x1.62e42fefa39efp-1, kLog2e = 0x1.71547652b82fep0;
constexpr double kLn2High = 0x1.62e42fee00000p-1, kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kLeast = 1e-150;

/// x = 2^e · m with m from √½ to √2; ln m = 2 artanh s, s = (m - 1) / (m + 1), whose series ends where it is 1e-18.
[[gnu::always_inline]] inline double natural_log(double x) {
  std::uint64_t const bits = std::bit_cast<std::uint64_t>(x);
  std::uint64_t const e = (bits - kRootHalf + 1024 * kOne) >> 52; // and 1024
  double const m = std::bit_cast<double>(bits - (e << 52) + 1024 * kOne);
  double const whole = std::bit_cast<double>(e | std::bit_cast<std::uint64_t>(kWholes)) - (kWholes + 1024);
  double const s = (m - 1) / (m + 1), t = s * s;
  double sum = 1.0 / 21;
  sum = sum * t + 1.0 / 19;
  sum = sum * t + 1.0 / 17;
  sum = sum * t + 1.0 / 15;
  sum = sum * t + 1.0 / 13;
  sum = sum * t + 1.0 / 11;
  sum = sum * t + 1.0 / 9;
  sum = sum * t + 1.0 / 7;
  sum = sum * t + 1.0 / 5;
  sum = sum * t + 1.0 / 3;
  return whole * kLn2 + (2 * s + 2 * s * (t * sum));
}

/// e^y = 2^k · e^r with |r| ≤ ln 2 / 2; the series of e^r ends where it is 1e-17.
[[gnu::always_inline]] inline double exponential(double y) {
  double const shifted = y * kLog2e + 1.5 * kWholes, k = shifted - 1.5 * kWholes;
  double const r = (y - k * kLn2High) - k * kLn2Low;
  double sum = 1.0 / 6227020800;
  sum = sum * r + 1.0 / 479001600;
  sum = sum * r + 1.0 / 39916800;
  sum = sum * r + 1.0 / 3628800;
  sum = sum * r + 1.0 / 362880;
  sum = sum * r + 1.0 / 40320;
  sum = sum * r + 1.0 / 5040;
  sum = sum * r + 1.0 / 720;
  sum = sum * r + 1.0 / 120;
  sum = sum * r + 1.0 / 24;
  sum = sum * r + 1.0 / 6;
  sum = sum * r + 1.0 / 2;
  sum = 1 + (r + r * r * sum);
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(sum) + (std::bit_cast<std::uint64_t>(shifted) << 52));
}

[[gnu::always_inline]] inline void raise_each(double const* x, std::size_t count, double exponent, double* out) {
  for (std::size_t i = 0; i < count; ++i) {
    double const size = x[i] > kLeast ? x[i] : kLeast;
    out[i] = exponential(exponent * natural_log(size));
  }
}

#if defined(__x86_64__)
/// Four in an instruction; none of them adds and multiplies at once, so that the figures are the same.
[[gnu::target("avx2")]] void raise_by_four(double const* x, std::size_t count, double exponent, double* out) {
  raise_each(x, count, exponent, out);
}

bool four_at_once() {
  static bool const known = __builtin_cpu_supports("avx2");
  return known;
}
#endif

} // namespace

void raise(double const* x, std::size_t count, double exponent, double* out) {
#if defined(__x86_64__)
  if (four_at_once()) return raise_by_four(x, count, exponent, out);
#endif
  raise_each(x, count, exponent, out);
}

} // namespace dalian::water
