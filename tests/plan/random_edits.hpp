#pragma once
// A small town and edits of it drawn at random, for tests of properties that must hold for any of them.
#include "twin/plan/edit.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <random>

namespace dalian::plan::testing {

inline Shape square(double lon, double lat, double side_deg) {
  return {{lon, lat}, {lon + side_deg, lat}, {lon + side_deg, lat + side_deg}, {lon, lat + side_deg}};
}

inline Edit add(Layer layer, std::string id, std::vector<std::pair<std::string, Value>> fields) {
  return {Edit::Kind::add, layer, std::move(id), {}, {}, std::move(fields)};
}
inline Edit set(Layer layer, std::string id, std::string field, Value value) {
  return {Edit::Kind::set, layer, std::move(id), std::move(field), std::move(value), {}};
}
inline Edit removed(Layer layer, std::string id) {
  return {Edit::Kind::remove, layer, std::move(id), {}, {}, {}};
}

inline Layout applied(Layout const& base, Edits const& edits) {
  auto done = apply_all(base, edits);
  EXPECT_TRUE(done.findings.empty()) << to_text(done.findings.front());
  return std::move(done.layout);
}

/// One zone "z", parcels p000…, a street under every row of them.
inline Layout town(int parcels = 200) {
  Edits edits{add(Layer::zone, "z", {{"outline", square(121.6, 39.2, 0.06)}, {"plan_zone", std::string("z")}})};
  constexpr std::array uses{"parts", "residential", "green", "school", "office", "logistics"};
  for (int i = 0; i < parcels; ++i) {
    double const lon = 121.6 + 0.004 * (i % 15), lat = 39.2 + 0.004 * (i / 15);
    edits.push_back(add(Layer::parcel, fmt::format("p{:03}", i),
                        {{"outline", square(lon, lat, 0.004)},
                         {"use", std::string(uses[static_cast<std::size_t>(i * 7 % 6)])},
                         {"zone", std::string("z")}}));
  }
  for (int i = 0; i <= 14; ++i) {
    double const at = 0.004 * i;
    for (bool const along : {true, false})
      edits.push_back(add(Layer::road, fmt::format("{}{:02}", along ? "row" : "column", i),
                          {{"line", along ? Shape{{121.6, 39.2 + at}, {121.66, 39.2 + at}}
                                          : Shape{{121.6 + at, 39.2}, {121.6 + at, 39.256}}},
                           {"class", std::string("local")},
                           {"width_m", 8.0}}));
  }
  return applied({}, edits);
}

/// Works, stores, generators and buildings: there or gone.
inline Edit random_works(Layout const& layout, std::mt19937& random) {
  auto const draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  Shape const at{{121.6 + draw(60) / 1000.0, 39.2 + draw(50) / 1000.0}};
  std::string const id = fmt::format("w{}", draw(6));
  auto const there_or_gone = [&](Layer layer, std::vector<std::pair<std::string, Value>> fields) {
    return layout.find(layer, id) ? removed(layer, id) : add(layer, id, std::move(fields));
  };
  constexpr std::array generators{"wind", "solar", "gas", "coal", "fuel_cell"};
  constexpr std::array hydrogen{"electrolyser", "reformer", "byproduct", "store", "station"};
  switch (draw(4)) {
  case 0:
    return there_or_gone(Layer::generator, {{"at", at},
                                            {"kind", std::string(generators[static_cast<std::size_t>(draw(5))])},
                                            {"power_mw", 1.0 + draw(100)}});
  case 1:
    return there_or_gone(Layer::hydrogen, {{"at", at},
                                           {"kind", std::string(hydrogen[static_cast<std::size_t>(draw(5))])},
                                           {"capacity_kg_d", 100.0 * (1 + draw(50))}});
  case 2:
    return there_or_gone(
        Layer::storage,
        {{"at", at}, {"kind", std::string("flow_battery")}, {"power_mw", 10.0}, {"energy_mwh", 10.0 + draw(100)}});
  default:
    return there_or_gone(Layer::building, {{"outline", square(at[0].lon_deg, at[0].lat_deg, 0.0005)},
                                           {"use", std::string("office")},
                                           {"storeys", 1.0 + draw(20)}});
  }
}

/// An edit that can be applied to `layout`: mostly of parcels, now and then of roads, stops and works.
inline Edit random_edit(Layout const& layout, std::mt19937& random) {
  auto const draw = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  constexpr std::array uses{"parts", "residential", "green", "school", "office", "kyoto_street"};
  std::string const parcel = fmt::format("p{:03}", draw(200)), extra = fmt::format("x{}", draw(12));
  bool const there = layout.find(Layer::parcel, parcel).has_value();
  switch (draw(9)) {
  case 0:
    return there ? removed(Layer::parcel, parcel)
                 : add(Layer::parcel, parcel,
                       {{"outline", square(121.61, 39.21, 0.002)},
                        {"use", std::string("green")},
                        {"zone", std::string("z")}});
  case 1:
    if (there) return set(Layer::parcel, parcel, "far", draw(3) == 0 ? Value{} : Value{draw(40) / 10.0});
    break;
  case 2:
    return set(Layer::road, fmt::format("row{:02}", draw(15)), "closed", draw(2) == 0);
  case 3:
    return layout.find(Layer::bus_stop, extra)
               ? removed(Layer::bus_stop, extra)
               : add(Layer::bus_stop, extra, {{"at", Shape{{121.6 + draw(60) / 1000.0, 39.2 + draw(50) / 1000.0}}}});
  case 4:
    return set(Layer::road, fmt::format("column{:02}", draw(15)), "width_m", 6.0 + draw(20));
  case 5:
  case 6:
    return random_works(layout, random);
  default:
    break;
  }
  if (there) return set(Layer::parcel, parcel, "use", std::string(uses[static_cast<std::size_t>(draw(6))]));
  return set(Layer::zone, "z", "plan_area_km2", 20.0 + draw(10));
}

} // namespace dalian::plan::testing
