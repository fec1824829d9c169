// GPX 1.1 (topografix.com/GPX/1/1): tracks of points with place, height and time; the format has no course and speed.
#include "twin/base/markup.hpp"
#include "twin/export/exporter.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace dalian::exports {
namespace {

constexpr std::size_t kMostPoints = 50'000'000; // 1.6 GB of memory

struct Point {
  std::int64_t t_ns = 0;
  double lon_deg = 0, lat_deg = 0;
  float altitude_m = std::numeric_limits<float>::quiet_NaN(); // NaN: not known
};

class GpxExporter final : public Exporter {
 public:
  explicit GpxExporter(std::ostream& out) : out_(out) {}

  void take(Exported const& e) override {
    auto const& o = e.observation;
    if (!o.has_fix() || ++points_ > kMostPoints) return;
    Point p{static_cast<std::int64_t>(o.t_obs()), o.fix().lon_deg(), o.fix().lat_deg()};
    if (o.fix().has_altitude_m()) p.altitude_m = o.fix().altitude_m();
    tracks_[o.entity()].push_back(p);
  }

  Status finish() override {
    if (points_ > kMostPoints)
      return Error{
          fmt::format("gpx: {} points are more than the {} that fit into memory; choose fewer with --from, --to "
                      "or --entity",
                      points_, kMostPoints)};
    out_ << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<gpx version=\"1.1\" creator=\"Dalian Twin\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n";
    for (auto& [entity, points] : tracks_)
      write(entity, points);
    out_ << "</gpx>\n";
    return {};
  }

 private:
  void write(std::string const& entity, std::vector<Point>& points) {
    std::stable_sort(points.begin(), points.end(), [](Point const& a, Point const& b) { return a.t_ns < b.t_ns; });
    out_ << "<trk><name>" << escape_markup(entity) << "</name><trkseg>\n";
    for (Point const& p : points) {
      out_ << fmt::format("<trkpt lat=\"{}\" lon=\"{}\">", p.lat_deg, p.lon_deg);
      if (p.altitude_m == p.altitude_m) out_ << fmt::format("<ele>{}</ele>", p.altitude_m);
      out_ << "<time>" << format_utc(from_unix_ns(p.t_ns), 3) << "</time></trkpt>\n";
    }
    out_ << "</trkseg></trk>\n";
  }

  std::ostream& out_;
  std::size_t points_ = 0;
  std::map<std::string, std::vector<Point>> tracks_;
};

} // namespace

std::unique_ptr<Exporter> gpx_exporter(std::ostream& out) {
  return std::make_unique<GpxExporter>(out);
}

} // namespace dalian::exports
