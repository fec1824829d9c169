#pragma once
// A small city made for one test: tracks that are moved by hand, and rules given as the text of a rules file.
#include "twin/alarms/alarm_book.hpp"
#include "twin/alarms/rules_file.hpp"
#include "twin/state/snapshot_store.hpp"

#include "tests/support/process.hpp"

#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>

namespace dalian::alarms {

inline Instant const kStart = from_unix_ns(1'790'000'000'000'000'000);

inline Instant at(double s) {
  return kStart + from_seconds(s);
}

/// A point on the map so many metres from the middle of the made city.
inline MapPoint here(double east_m, double north_m) {
  MapPoint const middle = to_map({121.9, 39.0});
  return {middle.east_m + east_m, middle.north_m + north_m};
}

/// "[longitude, latitude]" of here().
inline std::string lon_lat(double east_m, double north_m) {
  auto const g = to_geo(here(east_m, north_m));
  return fmt::format("[{:.12f}, {:.12f}]", g.lon_deg, g.lat_deg);
}

/// A place table: a square of the given half side around the middle.
inline std::string square_place(std::string const& id, double half_m) {
  return fmt::format("[[place]]\nid = \"{}\"\npolygon = [{}, {}, {}, {}]\n", id, lon_lat(-half_m, -half_m),
                     lon_lat(half_m, -half_m), lon_lat(half_m, half_m), lon_lat(-half_m, half_m));
}

/// A rule table with the fields every rule needs.
inline std::string rule(std::string const& id, std::string const& kind, std::string const& applies_to,
                        std::string const& more) {
  return fmt::format("[[rule]]\nid = \"{}\"\nkind = \"{}\"\nseverity = \"high\"\nname_zh = \"一\"\nname_ja = \"二\"\n"
                     "name_en = \"three\"\napplies_to = [\"{}\"]\n{}\n",
                     id, kind, applies_to, more);
}

inline Result<RuleSet> read_text(std::string const& text) {
  test::TempFolder const folder;
  auto const path = folder.path() / "rules.toml";
  std::ofstream(path) << text;
  return read_rules(path);
}

inline RuleSet rules(std::string const& text) {
  auto set = read_text(text);
  if (!set) throw std::runtime_error(set.error());
  return std::move(set).value();
}

class MadeCity {
 public:
  /// A track by its entity; made at first mention. Change it, then look().
  state::Track& operator[](std::string const& entity) {
    auto& t = tracks_[entity];
    if (t.handle == 0) {
      t.handle = next_handle_++;
      t.entity = entity;
      t.kind = entity.starts_with("car:") ? state::Kind::road_vehicle : state::Kind::vessel;
      t.has_position = true;
      t.t_obs = t.t_rx = kStart;
    }
    return t;
  }
  /// Heard at `s`: there, with that velocity.
  void hear(std::string const& entity, double s, MapPoint p, double east_mps = 0, double north_mps = 0) {
    auto& t = (*this)[entity];
    t.t_obs = t.t_rx = at(s);
    t.position = p;
    t.velocity_east_mps = static_cast<float>(east_mps);
    t.velocity_north_mps = static_cast<float>(north_mps);
  }
  void remove(std::string const& entity) { tracks_.erase(entity); }
  /// As after a restart: everything has another handle.
  void renumber() {
    for (auto& [entity, t] : tracks_)
      t.handle += 1000;
    next_handle_ += 1000;
  }

  state::Snapshot look() const {
    std::vector<state::TrackRecord> all;
    for (auto const& [entity, t] : tracks_)
      all.emplace_back(t);
    return state::apply(state::Snapshot{}, std::move(all), {});
  }

 private:
  std::map<std::string, state::Track> tracks_;
  std::uint32_t next_handle_ = 1;
};

} // namespace dalian::alarms
