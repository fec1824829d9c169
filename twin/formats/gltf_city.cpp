#include "twin/formats/gltf_city.hpp"

#include "twin/formats/glb_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace dalian::formats {
namespace {

using nlohmann::ordered_json;
using Placements = std::vector<layout::Placement const*>;

constexpr double kTile_m = 1000;
constexpr double kCoarseError_m = 40; // of a tile without its fine content, metres: replaced within some two kilometres
constexpr unsigned kCoarse = 3;

Placements chosen(layout::City const& city, std::string const& zone) {
  Placements out;
  for (auto const& p : city.placements)
    if (zone.empty() || p.zone == zone) out.push_back(&p);
  return out;
}

/// x east, y north, z up → glTF's x, z, −y; headings turn clockwise, angles about y the other way.
NodePlace place_of(layout::Placement const& p, Stand const& stand) {
  double const half = -(static_cast<double>(p.heading_rad) + stand.turn_rad) / 2;
  auto const scale = [&](int axis) { return static_cast<double>(p.scale[axis]); };
  return {{stand.east_m, stand.up_m, -stand.north_m},
          {0, std::sin(half), 0, std::cos(half)},
          {scale(0), scale(2), scale(1)}};
}

Status write(std::filesystem::path const& file, std::string const& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  out.close();
  if (!out) return Error{file.string() + ": cannot be written: mend the path or make room"};
  return {};
}

/// From the tangent plane at a place on the ellipsoid to geocentric axes, column by column (WGS-84).
std::array<double, 16> to_geocentric(GeoPoint at) {
  constexpr double kA = 6378137.0, kE2 = 6.69437999014e-3;
  double const lon = at.lon_deg * std::numbers::pi / 180, lat = at.lat_deg * std::numbers::pi / 180;
  double const sl = std::sin(lon), cl = std::cos(lon), sp = std::sin(lat), cp = std::cos(lat);
  double const n = kA / std::sqrt(1 - kE2 * sp * sp);
  return {-sl,     cl, 0, 0,           -sp * cl,    -sp * sl,           cp, 0, cp * cl,
          cp * sl, sp, 0, n * cp * cl, n * cp * sl, n * (1 - kE2) * sp, 1};
}

/// Degrees and metres that grow with what lies in them.
struct Bounds {
  double west = 180, south = 90, east = -180, north = -90, low = 1e9, high = -1e9;

  void take(layout::Placement const& p, ModelBox const& box) {
    double reach = 0;
    for (int axis : {0, 1}) {
      auto const i = static_cast<std::size_t>(axis);
      double const scale = static_cast<double>(p.scale[axis]);
      reach = std::hypot(reach, scale * std::max(std::abs(box.low[i]), std::abs(box.high[i])));
    }
    for (double const side : {-1.0, 1.0}) {
      GeoPoint const at = to_geo({p.position.east_m + side * reach, p.position.north_m + side * reach});
      west = std::min(west, at.lon_deg), east = std::max(east, at.lon_deg);
      south = std::min(south, at.lat_deg), north = std::max(north, at.lat_deg);
    }
    double const base = static_cast<double>(p.height_m), up = static_cast<double>(p.scale[2]);
    low = std::min(low, base + up * box.low[2]), high = std::max(high, base + up * box.high[2]);
  }
  void take(Bounds const& other) {
    west = std::min(west, other.west), east = std::max(east, other.east);
    south = std::min(south, other.south), north = std::max(north, other.north);
    low = std::min(low, other.low), high = std::max(high, other.high);
  }
  ordered_json json() const {
    constexpr double kRad = std::numbers::pi / 180;
    return {{"region", {west * kRad, south * kRad, east * kRad, north * kRad, low, high}}};
  }
};

using Square = std::pair<long, long>;

std::map<Square, Placements> by_square(Placements const& all) {
  std::map<Square, Placements> out;
  for (auto const* p : all)
    out[{std::lround(std::floor(p->position.east_m / kTile_m)), std::lround(std::floor(p->position.north_m / kTile_m))}]
        .push_back(p);
  return out;
}

/// The two files of a square and its entry in the tree.
struct Tile {
  ordered_json json;
  Bounds bounds;
};
Result<Tile> make_tile(Square square, Placements const& placements, ModelShelf const& models, unsigned level,
                       std::filesystem::path const& folder) {
  GeoPoint const origin = to_geo(
      {(static_cast<double>(square.first) + 0.5) * kTile_m, (static_cast<double>(square.second) + 0.5) * kTile_m});
  Tile out;
  for (auto const* p : placements)
    if (auto const* box = models.box_of(models.name_of(*p))) out.bounds.take(*p, *box);
  auto const content = [&](unsigned of, char const* name) -> Result<ordered_json> {
    auto const made = gltf_of(placements, models, of, tangent_frame(origin));
    if (!made) return Error{made.error()};
    auto const file = fmt::format("tiles/{}_{}_{}.glb", square.first, square.second, name);
    if (auto const done = write(folder / file, made->glb); !done) return Error{done.error()};
    return ordered_json{{"uri", file}};
  };
  auto coarse = content(std::max(level, kCoarse), "coarse"), fine = content(level, "fine");
  if (!coarse) return Error{coarse.error()};
  if (!fine) return Error{fine.error()};
  ordered_json const child{{"boundingVolume", out.bounds.json()}, {"geometricError", 0}, {"content", *fine}};
  out.json = {{"boundingVolume", out.bounds.json()},
              {"transform", to_geocentric(origin)},
              {"geometricError", kCoarseError_m},
              {"refine", "REPLACE"},
              {"content", *coarse},
              {"children", ordered_json::array({child})}};
  return out;
}

} // namespace

Frame map_frame(MapPoint origin) {
  return [origin](layout::Placement const& p) {
    return Stand{p.position.east_m - origin.east_m, p.position.north_m - origin.north_m,
                 static_cast<double>(p.height_m), 0};
  };
}

Frame tangent_frame(GeoPoint origin) {
  return [frame = LocalFrame(origin)](layout::Placement const& p) {
    GeoPoint const at = to_geo(p.position);
    auto const local = frame.to_local(at, static_cast<double>(p.height_m));
    return Stand{local.east_m, local.north_m, local.up_m, meridian_convergence_rad(at)};
  };
}

Result<GltfFile> gltf_of(Placements const& placements, ModelShelf const& models, unsigned level, Frame const& frame) {
  GlbParts parts;
  GltfFile out;
  for (auto const* p : placements) {
    auto const model = models.name_of(*p);
    if (model.empty())
      return Error{fmt::format("placement '{}' names the model '{}', which is not there", p->id, p->model)};
    if (auto const taken = parts.take(model, models.file_of(model), level); !taken) return Error{taken.error()};
    parts.stand(model, place_of(*p, frame(*p)), p->id);
    ++out.placements;
  }
  out.models = parts.models();
  out.glb = glb_text(std::move(parts).done());
  return out;
}

Result<CityExport> export_gltf(layout::City const& city, ModelShelf const& models, GltfChoice const& choice,
                               std::filesystem::path const& file) {
  auto const placements = chosen(city, choice.zone);
  if (placements.empty()) return Error{"--zone " + choice.zone + ": nothing stands there"};
  MapPoint const first = placements.front()->position;
  MapPoint const origin{std::floor(first.east_m / kTile_m) * kTile_m, std::floor(first.north_m / kTile_m) * kTile_m};
  auto const made = gltf_of(placements, models, choice.level, map_frame(origin));
  if (!made) return Error{made.error()};
  auto glb = parse_glb(made->glb, file.string());
  glb->json["asset"]["extras"] = {{"crs", "EPSG:32651"},
                                  {"origin_east_m", origin.east_m},
                                  {"origin_north_m", origin.north_m},
                                  {"heights", "metres above mean sea level"}};
  if (auto const done = write(file, glb_text(*glb)); !done) return Error{done.error()};
  return CityExport{made->placements, 1};
}

Result<CityExport> export_tiles(layout::City const& city, ModelShelf const& models, GltfChoice const& choice,
                                std::filesystem::path const& folder) {
  auto const placements = chosen(city, choice.zone);
  if (placements.empty()) return Error{"--zone " + choice.zone + ": nothing stands there"};
  std::error_code failed;
  std::filesystem::create_directories(folder / "tiles", failed);
  if (failed) return Error{folder.string() + ": cannot be made: " + failed.message()};
  CityExport out{placements.size(), 0};
  Bounds all;
  auto children = ordered_json::array();
  for (auto const& [square, here] : by_square(placements)) {
    auto tile = make_tile(square, here, models, choice.level, folder);
    if (!tile) return Error{tile.error()};
    all.take(tile->bounds);
    children.push_back(std::move(tile->json));
    out.files += 2;
  }
  ordered_json const root{
      {"boundingVolume", all.json()}, {"geometricError", 500}, {"refine", "ADD"}, {"children", children}};
  ordered_json const set{
      {"asset", {{"version", "1.1"}, {"generator", "Dalian Twin"}}}, {"geometricError", 2000}, {"root", root}};
  if (auto const done = write(folder / "tileset.json", set.dump(1)); !done) return Error{done.error()};
  return out;
}

} // namespace dalian::formats
