#include "renderer/app/light.hpp"

#include "renderer/scene/season.hpp"
#include "renderer/scene/sun.hpp"
#include "twin/base/geo.hpp"

#include <cmath>

namespace dalian::viewer {

void set_light(passes::PictureInput& input, Instant light) {
  GeoPoint const where = to_geo({input.eye.position.x, input.eye.position.y});
  input.to_sun = glm::vec3(scene::to_sun(light, where));
  input.to_moon = glm::vec3(scene::to_moon(light, where));
  input.moon_lit = static_cast<float>(scene::moon_lit_share(light));
  input.exposure = passes::exposure_for(input.to_sun);
  input.visibility_m = passes::visibility_for(input.eye.position.z);
  input.season = scene::season_of(light);
  constexpr double kDay_s = 86400, kChina_s = 8 * 3600;
  double const utc_s = to_seconds(light.time_since_epoch());
  input.time_of_day_s = static_cast<float>(std::fmod(utc_s, kDay_s));
  input.hour = static_cast<float>(std::fmod(utc_s + kChina_s, kDay_s) / 3600);
}

} // namespace dalian::viewer
