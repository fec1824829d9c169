#include "renderer/passes/weather.hpp"

#include <algorithm>
#include <array>

namespace dalian::passes {
namespace {

struct Fact {
  std::string_view name;
  float visibility_m, exposure, cloud_cover;
};
constexpr std::array<Fact, 4> kFacts{
    {{"clear", 1e6F, 1.0F, 0.40F}, {"haze", 8000, 1.0F, 0}, {"rain", 12000, 1.25F, 0}, {"snow", 32000, 0.80F, 0.55F}}};

} // namespace

std::optional<Weather> weather_of(std::string_view name) {
  auto const it = std::ranges::find(kFacts, name, &Fact::name);
  if (it == kFacts.end()) return std::nullopt;
  return static_cast<Weather>(it - kFacts.begin());
}

std::string_view name_of(Weather weather) {
  return kFacts[static_cast<std::size_t>(weather)].name;
}

void set_weather(PictureInput& input, Weather weather) {
  Fact const& fact = kFacts[static_cast<std::size_t>(weather)];
  input.weather = weather;
  input.visibility_m = std::min(input.visibility_m, fact.visibility_m);
  input.exposure *= fact.exposure;
  input.cloud_cover = fact.cloud_cover;
}

} // namespace dalian::passes
