#include "tools/bake/city/lot_fill.hpp"

#include "tools/bake/city/lot_ground.hpp"
#include "tools/bake/city/noise.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace dalian::bake {
namespace {

constexpr double kQuarterTurn = std::numbers::pi / 2;

/// Warm whites, light greys and pale blues: paint of industry and housing, never saturated.
std::uint32_t paint(KeyedRandom& draw) {
  static constexpr std::uint32_t kPaints[] = {0xffffffff, 0xfff2f4f5, 0xffe6ecee, 0xfff0e8dc, 0xffe8dccf,
                                              0xffd8e2e8, 0xffdfe6e2, 0xffcfd6da, 0xffe2d9d0};
  return kPaints[draw.index(std::size(kPaints))];
}

bool is_tree(std::string const& model) {
  return model.starts_with("tree");
}

/// Fills one lot in its own axes: u along its long side, v to the left of it.
class LotFill {
 public:
  LotFill(Block const& block, Use const& use, UseTable const& table, Placer& placer)
      : block_(block), use_(use), table_(table), placer_(placer), draw_(mix(block.key, 2)),
        mirrored_(draw_.uniform() < 0.5), turned_(to_unit(mix(block.key, 4)) < 0.5),
        estate_(std::clamp(KeyedRandom(mix(block.key, 5)).log_normal(1, 0.38), 0.55, 1.9)) {
    assert(mirrored_ == is_mirrored(block));
  }

  void run(Step const& step) {
    size_ = draw_.uniform(step.size.low, step.size.high);
    if (step.kind == Step::Kind::array) array(step);
    if (step.kind == Step::Kind::edge) edge(step);
    if (step.kind == Step::Kind::groves) groves(step);
    if (step.kind == Step::Kind::single) put(step, middle(step));
  }

  double floor_m2() const { return floor_m2_; }

 private:
  struct Part {
    double low_u, high_u, low_v, high_v;
  };

  /// The step's area in metres; half of all lots are mirrored across, so that fronts face both sides of a street, and
  /// half along, so that neighbours differ.
  Part part_of(Step const& step) const {
    double const low_v = mirrored_ ? 1 - step.area[3] : step.area[1],
                 high_v = mirrored_ ? 1 - step.area[1] : step.area[3];
    double const low_u = turned_ ? 1 - step.area[2] : step.area[0], high_u = turned_ ? 1 - step.area[0] : step.area[2];
    return {low_u * block_.length_m + step.margin_m, high_u * block_.length_m - step.margin_m,
            low_v * block_.depth_m + step.margin_m, high_v * block_.depth_m - step.margin_m};
  }
  MapPoint middle(Step const& step) const {
    Part const p = part_of(step);
    return {(p.low_u + p.high_u) / 2, (p.low_v + p.high_v) / 2};
  }

  /// Draws the run in by the rim and makes each model as much longer as lets a whole number of them fill it.
  void fit_row(double& low, double& high, double rim_m, double& length_m) {
    low += rim_m + 0.1;
    high -= rim_m + 0.1;
    double const fit = (high - low) / (std::max(1.0, std::round((high - low) / length_m)) * length_m);
    fit_ = std::clamp(fit, 1 - kMostFit, 1 + kMostFit);
    length_m *= fit_;
  }

  bool put(Step const& step, MapPoint uv) {
    PlaceRequest request;
    request.prefix = request.zone = block_.zone_id;
    request.model = step.any ? step.models[draw_.index(step.models.size())] : step.models.front();
    request.at = block_.frame.at(uv.east_m, uv.north_m);
    request.heading_rad = block_.frame.bearing_rad - (step.along_u ? 0 : kQuarterTurn);
    bool const tree = is_tree(request.model);
    double const size = tree ? draw_.uniform(0.8, 1.3) : size_;
    request.scale[0] = request.scale[1] = size;
    if (step.fit) request.scale[1] *= fit_;
    request.scale[2] = tree ? size : draw_.uniform(step.stretch.low, step.stretch.high) * (step.estate ? estate_ : 1);
    if (!tree) request.tint = paint(draw_);
    request.clearance_m = tree ? 0.5 : step.clearance_m;
    Footprint const box = placer_.footprint_of(request);
    if (!fits(box, tree ? 1 : step.rim_m) || !placer_.place(request)) return false;
    if (auto const it = table_.storeys.find(request.model); it != table_.storeys.end())
      floor_m2_ += 4 * box.half_width_m * box.half_length_m * std::max(1.0, std::round(it->second * request.scale[2]));
    return true;
  }

  void array(Step const& step) {
    ModelSize const& model = placer_.size_of(step.models.front());
    double du = size_ * (step.along_u ? model.length_m : model.width_m),
           dv = size_ * (step.along_u ? model.width_m : model.length_m);
    Part p = part_of(step);
    fit_ = 1;
    if (step.fit)
      fit_row(step.along_u ? p.low_u : p.low_v, step.along_u ? p.high_u : p.high_v, step.rim_m, step.along_u ? du : dv);
    auto const across = static_cast<int>((p.high_u - p.low_u + step.gap_u_m + 0.01) / (du + step.gap_u_m));
    auto const deep = static_cast<int>((p.high_v - p.low_v + step.gap_v_m + 0.01) / (dv + step.gap_v_m));
    double const u0 = (p.low_u + p.high_u - across * (du + step.gap_u_m) + step.gap_u_m + du) / 2,
                 v0 = (p.low_v + p.high_v - deep * (dv + step.gap_v_m) + step.gap_v_m + dv) / 2;
    int placed = 0;
    for (int j = 0; j < deep; ++j)
      for (int i = 0; i < across && (step.count == 0 || placed < step.count); ++i)
        if (draw_.uniform() < step.keep)
          placed += put(step, {u0 + i * (du + step.gap_u_m), v0 + j * (dv + step.gap_v_m)}) ? 1 : 0;
  }

  /// Along the whole outline, `gap_u` apart and `margin` inside it.
  void edge(Step const& step) {
    Line rim = block_.outline;
    rim.push_back(rim.front());
    Line const line = resample(rim, step.gap_u_m);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      MapPoint const along = line[i + 1] - line[i];
      double const length = std::hypot(along.east_m, along.north_m);
      if (length < 0.1 || draw_.uniform() >= step.keep) continue;
      MapPoint const d = line[i] - step.margin_m / length * right_of(along) - block_.frame.origin;
      put(step, {dot(d, block_.frame.u()), dot(d, block_.frame.v())});
    }
  }

  /// Groups of seven that stand together, as a park has them; one group per `gap_u` × `gap_v` of land.
  void groves(Step const& step) {
    auto const groups = static_cast<int>(block_.area_m2 / (step.gap_u_m * step.gap_v_m));
    Part const p = part_of(step);
    for (int i = 0; i < groups; ++i) {
      MapPoint const at{draw_.uniform(p.low_u, p.high_u), draw_.uniform(p.low_v, p.high_v)};
      for (int k = 0; k < 7; ++k)
        put(step, at + MapPoint{11 * draw_.normal(), 11 * draw_.normal()});
    }
  }

  bool fits(Footprint const& box, double rim_m) const {
    if (near_pond(use_, block_, box.centre, 6)) return false;
    auto const corners = box.corners();
    return std::all_of(corners.begin(), corners.end(),
                       [&](MapPoint p) { return signed_distance_m(block_.outline, p) > rim_m; });
  }

  Block const& block_;
  Use const& use_;
  UseTable const& table_;
  Placer& placer_;
  KeyedRandom draw_;
  bool mirrored_, turned_;
  double estate_; // how high this lot builds
  double size_ = 1, fit_ = 1, floor_m2_ = 0;
};

Plot const& drawn_plot(Use const& use, std::uint64_t key) {
  double total = 0;
  for (Plot const& plot : use.plots)
    total += plot.weight;
  double left = to_unit(key) * total;
  for (Plot const& plot : use.plots)
    if ((left -= plot.weight) < 0) return plot;
  return use.plots.back();
}

} // namespace

double fill_lot(Block const& block, Use const& use, UseTable const& table, Placer& placer) {
  LotFill fill(block, use, table, placer);
  if (!use.plots.empty())
    for (Step const& step : drawn_plot(use, mix(block.key, 3)).steps)
      fill.run(step);
  return fill.floor_m2();
}

void line_with_trees(std::vector<layout::Route> const& streets, std::string const& zone, double spacing_m,
                     Placer& placer) {
  for (layout::Route const& street : streets) {
    Line const line = resample(street.line, spacing_m);
    for (std::size_t i = 1; i + 1 < line.size(); ++i) {
      MapPoint const along = line[i + 1] - line[i - 1];
      MapPoint const side = (street.width_m / 2 + 4.4) / std::hypot(along.east_m, along.north_m) * right_of(along);
      for (double const sign : {-1.0, 1.0}) {
        KeyedRandom draw(mix(static_cast<std::uint64_t>(line[i].east_m * 10 + sign),
                             static_cast<std::uint64_t>(line[i].north_m * 10)));
        if (draw.uniform() < 0.06) continue;
        PlaceRequest request;
        request.prefix = zone.empty() ? "country" : zone;
        request.zone = zone;
        request.model = "tree_plane";
        request.at = line[i] + sign * side;
        // Quarter turns only: the box of a tree set askew would reach over the kerb and be refused.
        request.heading_rad = bearing_rad(along) + kQuarterTurn * static_cast<double>(draw.index(4));
        request.scale[0] = request.scale[1] = draw.uniform(0.75, 1.0);
        request.scale[2] = draw.uniform(0.7, 1.05);
        request.clearance_m = 0.2;
        placer.place(request);
      }
    }
  }
}

} // namespace dalian::bake
