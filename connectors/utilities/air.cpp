#include "connectors/utilities/air.hpp"

#include "connectors/utilities/smooth_noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dalian::utilities {
namespace {

/// HJ 633-2012, table 1: concentrations at the sub-indices below.
constexpr std::array<double, 8> kIndex{0, 50, 100, 150, 200, 300, 400, 500};
constexpr std::array<double, 8> kPm25{0, 35, 75, 115, 150, 250, 350, 500};
constexpr std::array<double, 8> kPm10{0, 50, 150, 250, 350, 420, 500, 600};
constexpr std::array<double, 8> kNo2{0, 100, 200, 700, 1200, 2340, 3090, 3840};
constexpr std::array<double, 8> kO3{0, 160, 200, 300, 400, 800, 1000, 1200};
constexpr std::array<double, 8> kCo{0, 5000, 10'000, 35'000, 60'000, 90'000, 120'000, 150'000};

double sub_index(std::array<double, 8> const& limits, double value) {
  auto const* const above = std::ranges::upper_bound(limits, value);
  if (above == limits.end()) return kIndex.back();
  auto const i = static_cast<std::size_t>(above - limits.begin());
  return kIndex[i - 1] + (value - limits[i - 1]) / (limits[i] - limits[i - 1]) * (kIndex[i] - kIndex[i - 1]);
}

/// In the wind: half of what stays at 3 m/s is carried off at 9 m/s.
double kept(double wind_mps) {
  return std::clamp(2 / (1 + wind_mps / 3), 0.35, 1.8);
}

} // namespace

AirStation read_air(ConfigTable& t) {
  AirStation s;
  static_cast<PlacedThing&>(s) = read_placed(t);
  s.pm25 = t.number("pm25_ugpm3", 0, 500);
  s.pm10 = t.number("pm10_ugpm3", 0, 500);
  s.no2 = t.number("no2_ugpm3", 0, 500);
  s.so2 = t.number("so2_ugpm3", 0, 500);
  s.o3 = t.number("o3_ugpm3", 0, 500);
  s.co = t.number("co_ugpm3", 0, 50'000);
  return s;
}

double air_quality_index(AirStation const& v) {
  return std::ceil(std::max({sub_index(kPm25, v.pm25), sub_index(kPm10, v.pm10), sub_index(kNo2, v.no2),
                             sub_index(kO3, v.o3), sub_index(kCo, v.co)}));
}

Air::Air(std::vector<AirStation> stations, std::uint64_t seed) : stations_(std::move(stations)) {
  for (auto const& s : stations_)
    draws_.emplace_back(seed, "air/" + s.id);
}

void Air::tell(Moment const& now, std::vector<Thing>& out) const {
  double const stays = kept(now.sky.wind_mps), t = now.unix_s();
  double const sun = std::min(now.sky.solar_wpm2 / 400, 2.0);
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    auto const noise = [&](std::string_view name) { return 1 + 0.2 * smooth_noise(draws_[i], name, t, 2700); };
    AirStation v = stations_[i];
    double const traffic = 0.6 + 0.8 * now.at_work;
    v.pm25 *= stays * noise("dust");
    v.pm10 = std::max(v.pm25, v.pm10 * stays * noise("dust") * noise("coarse"));
    v.no2 *= stays * traffic * noise("traffic");
    v.so2 *= stays * noise("works");
    v.co *= stays * traffic * noise("traffic");
    v.o3 *= (0.5 + sun) * noise("ozone");
    out.push_back({"air",
                   v.id,
                   v.place,
                   {{"pm25_ugpm3", v.pm25},
                    {"pm10_ugpm3", v.pm10},
                    {"no2_ugpm3", v.no2},
                    {"so2_ugpm3", v.so2},
                    {"o3_ugpm3", v.o3},
                    {"co_ugpm3", v.co},
                    {"air_quality_index", air_quality_index(v)}}});
  }
}

} // namespace dalian::utilities
