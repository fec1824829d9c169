#pragma once
// The baked city and what was read once for all tests of this folder.
#include "connectors/roads/road_scene.hpp"
#include "twin/base/paths.hpp"
#include "twin/layout/city_file.hpp"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace dalian::roads::test {

inline layout::City const& city() {
  static layout::City const read = *layout::read_city(*assets_dir() / "city.pb");
  return read;
}
inline RoadNetwork const& network() {
  static RoadNetwork const made(city());
  return made;
}
inline std::filesystem::path config() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/config";
}
inline RoadsPlan plan(int vehicles) {
  auto plan = *read_roads_plan(config() / "roads.toml");
  plan.traffic.vehicles = vehicles;
  return plan;
}
inline synth::DayStory story() {
  return *synth::read_day_story(config() / "day.toml");
}
inline SceneInput scene(std::string const& start, int vehicles, std::uint64_t seed = 1) {
  SceneInput input;
  input.city = &city();
  input.plan = plan(vehicles);
  input.story = story();
  input.seed = seed;
  input.start = *parse_utc(start);
  return input;
}

} // namespace dalian::roads::test
