#include "connectors/utilities/city_plan.hpp"

namespace dalian::utilities {
namespace {

/// [key], which must be there.
template <class Read>
void need(ConfigTable& root, char const* key, Read&& read) {
  if (!root.has(key)) root.fail(key, fmt::format("is missing; give a table [{}]", key));
  root.table(key, std::forward<Read>(read));
}

} // namespace

Result<CityPlan> read_city_plan(std::filesystem::path const& file) {
  CityPlan plan;
  auto const all = read_config(file, [&](ConfigTable& root) {
    need(root, "climate", [&](ConfigTable& t) { plan.climate = read_climate(t); });
    need(root, "meters", [&](ConfigTable& t) { plan.meters = read_meters(t); });
    need(root, "faults", [&](ConfigTable& t) { plan.faults = read_faults(t); });
    need(root, "wind", [&](ConfigTable& t) { plan.wind = read_wind(t); });
    need(root, "port", [&](ConfigTable& t) { plan.port = read_port(t); });
    need(root, "hydrogen", [&](ConfigTable& t) { plan.hydrogen = read_hydrogen(t); });
    need(root, "sea", [&](ConfigTable& t) { plan.sea = read_sea(t); });
    root.each("battery", [&](ConfigTable& t) { plan.batteries.push_back(read_battery(t)); });
    root.each("roof", [&](ConfigTable& t) { plan.roofs.push_back(read_roof(t)); });
    root.each("air", [&](ConfigTable& t) { plan.air.push_back(read_air(t)); });
    root.each("parking", [&](ConfigTable& t) { plan.people.parkings.push_back(read_people_place(t)); });
    root.each("campus", [&](ConfigTable& t) { plan.people.campuses.push_back(read_people_place(t)); });
    root.each("hospital", [&](ConfigTable& t) { plan.people.hospitals.push_back(read_hospital(t)); });
    root.each("weather", [&](ConfigTable& t) { plan.people.weather.push_back(read_placed(t)); });
  });
  if (!all) return Error{all.error()};
  return plan;
}

} // namespace dalian::utilities
