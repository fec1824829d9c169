#include "renderer/scene/season.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <glm/common.hpp>

namespace dalian::scene {
namespace {

struct Mark {
  float day; // of the year
  Season season;
};
constexpr Season kBare{{1.26F, 1.04F, 1.10F}, {1.34F, 1.02F, 0.92F}, {0.205F, 0.160F, 0.108F}, 0.85F};
constexpr Season kSeptember{};
constexpr std::array<Mark, 11> kYear{{
    {0, kBare},
    {80, kBare},
    {105, {{1.16F, 1.14F, 0.98F}, {1.05F, 1.12F, 0.85F}, {0.165F, 0.128F, 0.088F}, 0.80F}}, // ploughed, first leaves
    {130, {{1.08F, 1.24F, 0.82F}, {0.78F, 1.22F, 0.70F}, {0.118F, 0.132F, 0.056F}, 0.60F}}, // May green
    {165, {{0.92F, 1.08F, 0.80F}, {0.66F, 1.02F, 0.62F}, {0.066F, 0.104F, 0.034F}, 0.75F}},
    {225, {{0.88F, 1.00F, 0.82F}, {0.70F, 0.98F, 0.66F}, {0.058F, 0.092F, 0.030F}, 0.85F}}, // maize at its height
    {262, kSeptember},
    {272, kSeptember},
    {296, {{1.75F, 1.22F, 0.62F}, {1.22F, 1.02F, 0.72F}, {0.248F, 0.180F, 0.088F}, 0.65F}}, // gold
    {320, {{1.36F, 1.04F, 0.92F}, {1.32F, 1.02F, 0.86F}, {0.222F, 0.170F, 0.106F}, 0.80F}},
    {366, kBare},
}};

} // namespace

Season season_of(Instant utc) {
  constexpr double kYear_s = 365.2425 * 86400;
  double const from_2000 = static_cast<double>(to_unix_ns(utc)) / 1e9 - 946684800; // 2000-01-01T00:00Z
  double const turns = from_2000 / kYear_s;
  auto const day = static_cast<float>((turns - std::floor(turns)) * 365.2425);
  auto const after =
      std::ranges::find_if(kYear.begin() + 1, kYear.end() - 1, [day](Mark const& m) { return day <= m.day; });
  Mark const& a = *(after - 1);
  float const t = std::clamp((day - a.day) / (after->day - a.day), 0.0F, 1.0F);
  Season s;
  s.leaf = glm::mix(a.season.leaf, after->season.leaf, t);
  s.grass = glm::mix(a.season.grass, after->season.grass, t);
  // A colour without a share weighs nothing.
  bool const from = a.season.field_share > 0, to = after->season.field_share > 0;
  s.field = from && to ? glm::mix(a.season.field, after->season.field, t) : from ? a.season.field : after->season.field;
  s.field_share = glm::mix(a.season.field_share, after->season.field_share, t);
  return s;
}

} // namespace dalian::scene
