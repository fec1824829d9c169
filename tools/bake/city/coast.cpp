#include "tools/bake/city/coast.hpp"

#include <fmt/format.h>
#include <geos_c.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include <unistd.h>

namespace dalian::bake {
namespace {

using GeoLine = std::vector<GeoPoint>;

/// One GEOS session; geometries live no longer than it.
class Geos {
 public:
  Geos() : handle(GEOS_init_r()) {}
  ~Geos() { GEOS_finish_r(handle); }
  Geos(Geos const&) = delete;
  Geos& operator=(Geos const&) = delete;

  struct Deleter {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(handle, g); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Deleter>;
  Geometry own(GEOSGeometry* g) const { return {g, Deleter{handle}}; }

  Geometry line(GeoLine const& points) const {
    GEOSCoordSequence* s = GEOSCoordSeq_create_r(handle, static_cast<unsigned>(points.size()), 2);
    for (unsigned i = 0; i < points.size(); ++i)
      GEOSCoordSeq_setXY_r(handle, s, i, points[i].lon_deg, points[i].lat_deg);
    return own(GEOSGeom_createLineString_r(handle, s));
  }

  Geometry collection(int type, std::vector<Geometry>& parts) const {
    std::vector<GEOSGeometry*> raw;
    for (Geometry& part : parts)
      raw.push_back(part.release());
    return own(GEOSGeom_createCollection_r(handle, type, raw.data(), static_cast<unsigned>(raw.size())));
  }

  GeoLine points(GEOSGeometry const* line) const {
    GEOSCoordSequence const* s = GEOSGeom_getCoordSeq_r(handle, line);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(handle, s, &size);
    GeoLine out(size);
    for (unsigned i = 0; i < size; ++i)
      GEOSCoordSeq_getXY_r(handle, s, i, &out[i].lon_deg, &out[i].lat_deg);
    return out;
  }

  GEOSContextHandle_t handle;
};

// Its history file goes where temporary things belong, not into the folder the program runs in.
constexpr char const* kGmt = "GMT_TMPDIR=\"${TMPDIR:-/tmp}\" gmt ";

/// Standard output of a command; an error when it does not end with status 0.
Result<std::string> output_of(std::string const& command) {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) return Error{"cannot start: " + command};
  std::string text;
  std::array<char, 65536> buffer;
  while (std::size_t const n = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
    text.append(buffer.data(), n);
  if (pclose(pipe.release()) != 0)
    return Error{"failed: " + command + " (needs the Debian packages gmt and gmt-common)"};
  return text;
}

std::string region_of(GeoWindow const& w) {
  return fmt::format("-R{}/{}/{}/{}", w.west_deg, w.east_deg, w.south_deg, w.north_deg);
}

/// Lines of GMT's multi-segment text: '>' starts a new one.
std::vector<GeoLine> parse_segments(std::string const& text) {
  std::vector<GeoLine> segments(1);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] == '>') {
      segments.emplace_back();
      continue;
    }
    char* end = nullptr;
    double const lon = std::strtod(line.c_str(), &end), lat = std::strtod(end, nullptr);
    segments.back().push_back({std::round(lon * 1e6) / 1e6, std::round(lat * 1e6) / 1e6});
  }
  std::erase_if(segments, [](GeoLine const& s) { return s.size() < 2; });
  return segments;
}

/// The points that GMT says are dry, by their index.
Result<std::set<std::size_t>> dry_points(GeoWindow const& window, std::vector<GeoPoint> const& points) {
  std::string name = (std::getenv("TMPDIR") != nullptr ? std::getenv("TMPDIR") : std::string("/tmp")) + "/bake_XXXXXX";
  int const file = mkstemp(name.data());
  if (file < 0) return Error{"cannot make a temporary file like " + name};
  close(file);
  {
    std::ofstream out(name);
    for (std::size_t i = 0; i < points.size(); ++i)
      out << fmt::format("{:.9f} {:.9f} {}\n", points[i].lon_deg, points[i].lat_deg, i);
  }
  auto const text = output_of(fmt::format("{}select '{}' {} -Df -Ns/k -fg", kGmt, name, region_of(window)));
  std::remove(name.c_str());
  if (!text) return Error{text.error()};
  std::set<std::size_t> dry;
  std::istringstream in(*text);
  for (double lon, lat, index; in >> lon >> lat >> index;)
    dry.insert(static_cast<std::size_t>(index));
  return dry;
}

/// Open shore lines and the window's frame cut the window into faces; those that are dry are the mainland.
Result<std::vector<GeoLine>> mainland(Geos const& geos, GeoWindow const& w, std::vector<GeoLine> const& open) {
  std::vector<Geos::Geometry> lines;
  for (GeoLine const& line : open)
    lines.push_back(geos.line(line));
  lines.push_back(geos.line({{w.west_deg, w.south_deg},
                             {w.east_deg, w.south_deg},
                             {w.east_deg, w.north_deg},
                             {w.west_deg, w.north_deg},
                             {w.west_deg, w.south_deg}}));
  auto const all = geos.collection(GEOS_MULTILINESTRING, lines);
  auto const noded = geos.own(GEOSUnaryUnion_r(geos.handle, all.get()));
  GEOSGeometry const* input = noded.get();
  auto const faces = geos.own(GEOSPolygonize_r(geos.handle, &input, 1));
  std::vector<GeoLine> rings;
  std::vector<GeoPoint> samples;
  for (int i = 0; i < GEOSGetNumGeometries_r(geos.handle, faces.get()); ++i) {
    GEOSGeometry const* face = GEOSGetGeometryN_r(geos.handle, faces.get(), i);
    auto const sample = geos.own(GEOSPointOnSurface_r(geos.handle, face));
    samples.push_back(geos.points(sample.get()).front());
    rings.push_back(geos.points(GEOSGetExteriorRing_r(geos.handle, face)));
  }
  auto const dry = dry_points(w, samples);
  if (!dry) return Error{dry.error()};
  std::vector<GeoLine> land;
  for (std::size_t i : *dry)
    if (i < rings.size()) land.push_back(std::move(rings[i]));
  if (land.empty())
    return Error{"GMT finds no land in the window: is the full-resolution shore (gmt-common) installed?"};
  return land;
}

Ring to_ring(GeoLine const& closed) {
  Ring ring;
  for (std::size_t i = 0; i + 1 < closed.size(); ++i)
    ring.push_back(to_map(closed[i]));
  if (signed_area_m2(ring) < 0) std::reverse(ring.begin(), ring.end());
  return ring;
}

} // namespace

Result<std::vector<Ring>> read_gshhg_land(GeoWindow const& window) {
  auto const text = output_of(std::string(kGmt) + "coast " + region_of(window) + " -Df -W1 -M");
  if (!text) return Error{text.error()};
  Geos const geos;
  std::vector<Geos::Geometry> segments;
  for (GeoLine const& segment : parse_segments(*text))
    segments.push_back(geos.line(segment));
  if (segments.empty()) return Error{"GMT gives no shore for " + region_of(window)};
  auto const all = geos.collection(GEOS_MULTILINESTRING, segments);
  auto const merged = geos.own(GEOSLineMerge_r(geos.handle, all.get()));
  std::vector<Ring> land;
  std::vector<GeoLine> open;
  for (int i = 0; i < std::max(1, GEOSGetNumGeometries_r(geos.handle, merged.get())); ++i) {
    GeoLine line = geos.points(GEOSGetGeometryN_r(geos.handle, merged.get(), i));
    if (line.front() == line.back() && line.size() > 3)
      land.push_back(to_ring(line));
    else
      open.push_back(std::move(line));
  }
  if (open.empty()) return land;
  auto const mainlands = mainland(geos, window, open);
  if (!mainlands) return Error{mainlands.error()};
  for (GeoLine const& line : *mainlands)
    land.push_back(to_ring(line));
  return land;
}

Ring smooth_shore(Ring const& ring, double sigma_m) {
  Line closed = ring;
  closed.push_back(ring.front());
  Line const dense = resample(closed, 40);
  std::size_t const n = dense.size() - 1;
  double const step = length_m(dense) / static_cast<double>(n);
  double const sigma = std::min(sigma_m, static_cast<double>(n) * step / 25); // islets keep their shape
  auto const reach = static_cast<std::ptrdiff_t>(std::ceil(3 * sigma / step));
  std::vector<double> weights;
  for (std::ptrdiff_t k = -reach; k <= reach; ++k)
    weights.push_back(std::exp(-0.5 * std::pow(static_cast<double>(k) * step / sigma, 2)));
  Ring out(n);
  for (std::size_t i = 0; i < n; ++i) {
    MapPoint sum{};
    double total = 0;
    for (std::ptrdiff_t k = -reach; k <= reach; ++k) {
      double const w = weights[static_cast<std::size_t>(k + reach)];
      auto const j = (static_cast<std::ptrdiff_t>(i) + k) % static_cast<std::ptrdiff_t>(n);
      sum = sum + w * (dense[static_cast<std::size_t>(j < 0 ? j + static_cast<std::ptrdiff_t>(n) : j)] - dense[i]);
      total += w;
    }
    out[i] = dense[i] + 1 / total * sum;
  }
  return out;
}

} // namespace dalian::bake
