#include "renderer/scene/bookmarks.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace dalian::scene {
namespace {

struct Range {
  char const* field;
  double low, high;
};

constexpr double kClearance_m = 2.5; // an eye in the street stands low
constexpr double kDegree = std::numbers::pi / 180;

/// The number, or NaN where it is missing or outside the range.
double read_number(toml::table const& table, Range range) {
  double const value = table[range.field].value<double>().value_or(std::nan(""));
  return value >= range.low && value <= range.high ? value : std::nan("");
}

Result<Bookmark> read_one(toml::table const& table, std::string const& where) {
  Bookmark b;
  b.id = table["id"].value_or(std::string());
  if (b.id.empty()) return Error{where + ": 'id' is missing"};
  b.zh = table["zh"].value_or(std::string());
  b.ja = table["ja"].value_or(std::string());
  b.en = table["en"].value_or(std::string());
  if (b.zh.empty() || b.ja.empty() || b.en.empty())
    return Error{fmt::format("{} ({}): needs 'zh', 'ja' and 'en'", where, b.id)};
  std::pair<Range, double*> const fields[] = {
      {{"lon_deg", -180, 180}, &b.target.lon_deg}, {{"lat_deg", -80, 84}, &b.target.lat_deg},
      {{"height_m", 0, 5000}, &b.target_height_m}, {{"distance_m", 10, 400e3}, &b.distance_m},
      {{"heading_deg", 0, 360}, &b.heading_deg},   {{"pitch_deg", 1, 45}, &b.pitch_deg},
      {{"field_deg", 30, 50}, &b.field_deg}};
  for (auto const& [range, to] : fields) {
    *to = read_number(table, range);
    if (std::isnan(*to)) {
      return Error{
          fmt::format("{} ({}): '{}' must be a number from {} to {}", where, b.id, range.field, range.low, range.high)};
    }
  }
  return b;
}

} // namespace

Result<std::vector<Bookmark>> read_bookmarks(std::filesystem::path const& file) {
  try {
    toml::table const root = toml::parse_file(file.string());
    toml::array const* views = root["view"].as_array();
    if (!views) return Error{fmt::format("{}: has no [[view]]", file.string())};
    std::vector<Bookmark> bookmarks;
    for (std::size_t i = 0; i < views->size(); ++i) {
      std::string const where = fmt::format("{}: view {}", file.string(), i + 1);
      toml::table const* table = (*views)[i].as_table();
      if (!table) return Error{where + ": must be a table"};
      auto bookmark = read_one(*table, where);
      if (!bookmark) return Error{bookmark.error()};
      if (find_bookmark(bookmarks, bookmark->id))
        return Error{fmt::format("{}: '{}' is there twice", where, bookmark->id)};
      bookmarks.push_back(std::move(*bookmark));
    }
    if (!find_bookmark(bookmarks, "overview"))
      return Error{fmt::format("{}: a view with id \"overview\" is missing", file.string())};
    return bookmarks;
  } catch (toml::parse_error const& e) {
    return Error{fmt::format("{}: {} (line {})", file.string(), e.description(), e.source().begin.line)};
  }
}

Camera camera_of(Bookmark const& b, view::Terrain const& terrain) {
  MapPoint const at = to_map(b.target);
  double const ground = std::max(0.0F, terrain.height_at(at));
  double const heading = b.heading_deg * kDegree - meridian_convergence_rad(b.target);
  Camera const camera = looking_at({at.east_m, at.north_m, ground + b.target_height_m}, b.distance_m, heading,
                                   -b.pitch_deg * kDegree, b.field_deg * kDegree);
  return above_ground(camera, terrain, kClearance_m);
}

Bookmark const* find_bookmark(std::vector<Bookmark> const& bookmarks, std::string_view id) {
  auto const found = std::ranges::find(bookmarks, id, &Bookmark::id);
  return found == bookmarks.end() ? nullptr : &*found;
}

} // namespace dalian::scene
