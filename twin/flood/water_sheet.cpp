#include "twin/flood/water_sheet.hpp"

#include "twin/flood/face_flow.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace dalian::flood {
namespace {

class Flood {
 public:
  Flood(Ground const& ground, Forcing const& forcing, RunOptions const& options, std::vector<double> start_m)
      : g_(ground), forcing_(forcing), options_(options), columns_(ground.columns), rows_(ground.rows) {
    out_.depth_m = start_m.empty() ? std::vector<double>(g_.size(), 0) : std::move(start_m);
    assert(out_.depth_m.size() == g_.size());
    out_.flow_x.assign((columns_ + 1) * rows_, 0);
    out_.flow_y.assign(columns_ * (rows_ + 1), 0);
    next_x_ = out_.flow_x, next_y_ = out_.flow_y;
    out_.counted_s.assign(g_.size(), 0);
    out_.drained_m.assign(g_.size(), 0);
    share_.assign(g_.size(), 1);
    level_.assign(g_.size(), 0);
    gain_.assign(columns_, 0), taken_ = most_ = gain_;
    blocks_ = (columns_ + kBlock - 1) / kBlock;
    wet_.assign(rows_ * blocks_, 0), shore_ = wet_;
    prepare_faces();
    for (std::size_t i = 0; i < g_.size(); ++i) {
      bool const land = g_.cell[i] == Cell::land;
      land_.push_back(land ? 1 : 0);
      given_.push_back(land ? 0 : kUnlimited);
      if (land) runoff_ += g_.runoff[i];
      if (g_.cell[i] == Cell::sea) sea_.push_back(i);
    }
  }

  Sheet run() {
    double const before = stored();
    set_sea(0);
    out_.deepest_m = out_.depth_m;
    double t = 0;
    while (t < options_.seconds) {
      if (options_.before_step) options_.before_step();
      mark_wet();
      double const dt = std::min(step_s(t), options_.seconds - t);
      for (std::size_t i = 0; i < level_.size(); ++i)
        level_[i] = g_.bed_m[i] + out_.depth_m[i];
      set_flows(dt);
      limit(dt);
      move(t, dt);
      t += dt;
      set_sea(t);
      ++out_.steps;
    }
    out_.balance.stored = stored() - before;
    for (double const drained : out_.drained_m)
      out_.balance.drained += drained * area();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kBlock = 16;   // cells
  static constexpr double kUnlimited = 1e300; // sea and walls: what they give is no matter

  /// Of faces: x between columns, y between rows; those of the edges are closed.
  void prepare_faces() {
    sill_x_.assign(next_x_.size(), kClosedSill_m), manning_x_.assign(next_x_.size(), 0);
    sill_y_.assign(next_y_.size(), kClosedSill_m), manning_y_.assign(next_y_.size(), 0);
    for (std::size_t row = 0; row < rows_; ++row)
      for (std::size_t column = 0; column < columns_; ++column) {
        std::size_t const i = at(column, row), x = row * (columns_ + 1) + column;
        if (column > 0) prepare(i - 1, i, sill_x_[x], manning_x_[x]);
        if (row > 0) prepare(i - columns_, i, sill_y_[i], manning_y_[i]);
      }
  }
  void prepare(std::size_t a, std::size_t b, double& sill, double& manning2) {
    bool const sea_a = g_.cell[a] == Cell::sea, sea_b = g_.cell[b] == Cell::sea;
    if (g_.cell[a] == Cell::wall || g_.cell[b] == Cell::wall || (sea_a && sea_b)) return;
    sill = std::max(g_.bed_m[a], g_.bed_m[b]);
    manning2 = (g_.manning[a] + g_.manning[b]) / 2;
    manning2 *= manning2;
    if (!sea_a && !sea_b) return;
    coast_.push_back({a, b});
    for (std::size_t const i : {a, b})
      shore_[i / columns_ * blocks_ + i % columns_ / kBlock] = 1;
  }

  std::size_t at(std::size_t column, std::size_t row) const { return row * columns_ + column; }
  double area() const { return g_.spacing_m * g_.spacing_m; }

  double stored() const {
    double sum = 0;
    for (std::size_t i = 0; i < g_.size(); ++i)
      if (g_.cell[i] == Cell::land) sum += out_.depth_m[i];
    return sum * area();
  }

  void set_sea(double t) {
    double const level = forcing_.sea_m ? forcing_.sea_m(t) : -1e9;
    for (std::size_t const i : sea_)
      out_.depth_m[i] = std::max(0.0, level - g_.bed_m[i]);
  }

  /// Courant's condition (eq. 14) over the water on land and what comes in from the sea, and no longer than the rain
  /// stays the same.
  double step_s(double t) const {
    double deepest = std::max(kThin_m, deepest_m_);
    for (auto const& [a, b] : coast_) {
      double const level = std::max(g_.bed_m[a] + out_.depth_m[a], g_.bed_m[b] + out_.depth_m[b]);
      deepest = std::max(deepest, level - std::max(g_.bed_m[a], g_.bed_m[b]));
    }
    double const wave = options_.courant * g_.spacing_m / std::sqrt(kGravity * deepest);
    double const to_next = forcing_.rain_step_s * (std::floor(t / forcing_.rain_step_s + 1e-9) + 1) - t;
    return std::max(1e-6, std::min({wave, options_.longest_step_s, to_next}));
  }

  /// Blocks of a row without water, and those beside them without any, are left out.
  void set_flows(double dt) {
    StepSize const step{dt, g_.spacing_m, options_.theta};
    for (std::size_t row = 0; row < rows_; ++row)
      for (std::size_t k = 0; k < blocks_; ++k) {
        std::size_t const first = k * kBlock, end = std::min(first + kBlock, columns_);
        bool const here = is_wet(row, k), next = k + 1 < blocks_ && is_wet(row, k + 1);
        set_x(row, first + 1, std::min(end + 1, columns_), here || next, step);
        if (row > 0) set_y(row, first, end, here || is_wet(row - 1, k), step);
      }
    if (g_.open_edges) set_edges(dt);
    out_.flow_x.swap(next_x_);
    out_.flow_y.swap(next_y_);
  }
  bool is_wet(std::size_t row, std::size_t block) const { return wet_[row * blocks_ + block] != 0; }

  /// Faces west of the columns from `first` on, before `end`.
  void set_x(std::size_t row, std::size_t first, std::size_t end, bool wet, StepSize step) {
    if (first >= end) return;
    std::size_t const face = row * (columns_ + 1) + first, a = at(first - 1, row), b = a + 1;
    if (!wet) return void(std::fill_n(&next_x_[face], end - first, 0.0));
    double const* const flow = &out_.flow_x[face];
    flow_through({end - first, &level_[a], &level_[b], &out_.depth_m[a], &out_.depth_m[b], &sill_x_[face],
                  &manning_x_[face], flow, flow - 1, flow + 1},
                 step, &next_x_[face]);
  }
  /// Faces south of the columns.
  void set_y(std::size_t row, std::size_t first, std::size_t end, bool wet, StepSize step) {
    std::size_t const b = at(first, row), a = b - columns_;
    if (!wet) return void(std::fill_n(&next_y_[b], end - first, 0.0));
    double const* const flow = &out_.flow_y[b];
    flow_through({end - first, &level_[a], &level_[b], &out_.depth_m[a], &out_.depth_m[b], &sill_y_[b], &manning_y_[b],
                  flow, flow - columns_, flow + columns_},
                 step, &next_y_[b]);
  }

  /// Which blocks have water on land, or a shore; and how deep it is at the most.
  void mark_wet() {
    std::fill(most_.begin(), most_.end(), 0.0);
    for (std::size_t row = 0; row < rows_; ++row) {
      double const *depth = &out_.depth_m[at(0, row)], *on_land = &land_[at(0, row)];
      double* const most = most_.data();
      for (std::size_t c = 0; c < columns_; ++c)
        most[c] = std::max(most[c], depth[c] * on_land[c]);
      for (std::size_t k = 0; k < blocks_; ++k) {
        std::int64_t wet = shore_[row * blocks_ + k];
        for (std::size_t c = k * kBlock; c < std::min((k + 1) * kBlock, columns_); ++c)
          wet += depth[c] * on_land[c] > kThin_m ? 1 : 0;
        wet_[row * blocks_ + k] = wet != 0;
      }
    }
    deepest_m_ = *std::max_element(most_.begin(), most_.end());
  }

  /// Beyond the edge the ground goes on level, and dry; a positive result leaves.
  double over_edge(std::size_t i, double before, double dt) const {
    double const depth = out_.depth_m[i];
    if (g_.cell[i] != Cell::land || depth <= kThin_m) return 0;
    double const pushed =
        options_.theta * before + (1 - options_.theta) * before + kGravity * depth * dt * depth / g_.spacing_m;
    return std::max(0.0, with_friction(pushed, depth, g_.manning[i] * g_.manning[i], dt));
  }

  void set_edges(double dt) {
    for (std::size_t row = 0; row < rows_; ++row) {
      std::size_t const west = row * (columns_ + 1), east = west + columns_;
      next_x_[west] = -over_edge(at(0, row), -out_.flow_x[west], dt);
      next_x_[east] = over_edge(at(columns_ - 1, row), out_.flow_x[east], dt);
    }
    for (std::size_t column = 0; column < columns_; ++column) {
      std::size_t const south = column, north = rows_ * columns_ + column;
      next_y_[south] = -over_edge(at(column, 0), -out_.flow_y[south], dt);
      next_y_[north] = over_edge(at(column, rows_ - 1), out_.flow_y[north], dt);
    }
  }

  /// No cell gives more than it has.
  void limit(double dt) {
    double const per_s = g_.spacing_m / dt;
    tight_.assign(rows_ + 1, 0); // rows with a cell that would; one more for the faces behind the last
    for (std::size_t row = 0; row < rows_; ++row) {
      std::size_t const first = at(0, row);
      double const *x = &out_.flow_x[row * (columns_ + 1)], *y = &out_.flow_y[first];
      double const *depth = &out_.depth_m[first], *given = &given_[first];
      double* const share = &share_[first];
      std::int64_t tight = 0;
      for (std::size_t c = 0; c < columns_; ++c) {
        double const leaves =
            std::max(0.0, -x[c]) + std::max(0.0, x[c + 1]) + std::max(0.0, -y[c]) + std::max(0.0, y[c + columns_]);
        double const most = depth[c] * per_s + given[c];
        share[c] = leaves > most ? most / leaves : 1.0;
      }
      for (std::size_t c = 0; c < columns_; ++c)
        tight += share[c] < 1 ? 1 : 0;
      tight_[row] = tight != 0;
    }
    for (std::size_t row = 0; row <= rows_; ++row) {
      if (tight_[row] != 0) limit_x(row);
      if (tight_[row] != 0 || (row > 0 && tight_[row - 1] != 0)) limit_y(row);
    }
  }
  void limit_x(std::size_t row) {
    double* const flow = &out_.flow_x[row * (columns_ + 1)];
    double const* const share = &share_[at(0, row)];
    if (flow[0] < 0) flow[0] *= share[0];
    for (std::size_t c = 1; c < columns_; ++c)
      flow[c] *= flow[c] > 0 ? share[c - 1] : share[c];
    if (flow[columns_] > 0) flow[columns_] *= share[columns_ - 1];
  }
  void limit_y(std::size_t row) {
    double* const flow = &out_.flow_y[row * columns_];
    for (std::size_t c = 0; c < columns_; ++c) {
      double const before = row > 0 ? share_[at(c, row - 1)] : 1, behind = row < rows_ ? share_[at(c, row)] : 1;
      flow[c] *= flow[c] > 0 ? before : behind;
    }
  }

  /// What flows, then rain and drains.
  void move(double t, double dt) {
    auto const step = static_cast<std::size_t>(t / forcing_.rain_step_s + 1e-9);
    double const rain_m = step < forcing_.rain_mm_h.size() ? forcing_.rain_mm_h[step] * dt / 3.6e6 : 0;
    for (std::size_t row = 0; row < rows_; ++row)
      move_row(row, rain_m, dt);
    out_.balance.rain += runoff_ * rain_m * area();
    out_.balance.from_sea += from_sea() * dt * g_.spacing_m;
    if (g_.open_edges) out_.balance.over_edges += over_edges() * dt * g_.spacing_m;
  }

  /// One short loop after the other, each over few tables. The sea's depth is then 0: set_sea() comes next.
  void move_row(std::size_t row, double rain_m, double dt) {
    double const per_m = dt / g_.spacing_m, to_m = dt / 3.6e6; // of mm/h
    std::size_t const first = at(0, row);
    double const *x = &out_.flow_x[row * (columns_ + 1)], *y = &out_.flow_y[first];
    double const *runoff = &g_.runoff[first], *drains = &g_.drains_mm_h[first], *land = &land_[first];
    double *depth = &out_.depth_m[first], *gain = gain_.data(), *taken = taken_.data();
    for (std::size_t c = 0; c < columns_; ++c)
      gain[c] = x[c] - x[c + 1] + y[c] - y[c + columns_];
    for (std::size_t c = 0; c < columns_; ++c)
      depth[c] = std::max(0.0, depth[c] + per_m * gain[c]) + runoff[c] * rain_m;
    for (std::size_t c = 0; c < columns_; ++c)
      taken[c] = land[c] * std::min(depth[c], drains[c] * to_m);
    for (std::size_t c = 0; c < columns_; ++c)
      depth[c] = land[c] * (depth[c] - taken[c]);
    double *deepest = &out_.deepest_m[first], *counted = &out_.counted_s[first], *drained = &out_.drained_m[first];
    for (std::size_t c = 0; c < columns_; ++c)
      drained[c] += taken[c];
    for (std::size_t c = 0; c < columns_; ++c)
      deepest[c] = std::max(deepest[c], depth[c]);
    for (std::size_t c = 0; c < columns_; ++c)
      counted[c] += depth[c] > options_.counted_m ? dt : 0;
  }

  /// What flows from sea to land, m²/s.
  double from_sea() const {
    double sum = 0;
    for (auto const& [a, b] : coast_) {
      double const flow = b == a + 1 ? out_.flow_x[b + b / columns_] : out_.flow_y[b];
      sum += g_.cell[a] == Cell::sea ? flow : -flow;
    }
    return sum;
  }

  double over_edges() const {
    double sum = 0;
    for (std::size_t row = 0; row < rows_; ++row)
      sum += out_.flow_x[row * (columns_ + 1) + columns_] - out_.flow_x[row * (columns_ + 1)];
    for (std::size_t column = 0; column < columns_; ++column)
      sum += out_.flow_y[rows_ * columns_ + column] - out_.flow_y[column];
    return sum;
  }

  Ground const& g_;
  Forcing const& forcing_;
  RunOptions const& options_;
  std::size_t columns_, rows_;
  Sheet out_;
  std::vector<double> next_x_, next_y_, level_;
  std::vector<double> sill_x_, sill_y_, manning_x_, manning_y_; // of faces
  std::vector<double> land_, given_;                            // 1 on land; what else than its water a cell gives
  std::vector<double> share_;                                   // of the flow out of a cell that it can give
  std::size_t blocks_ = 0;                                      // of a row
  std::vector<std::uint8_t> wet_, shore_;                       // of blocks
  std::vector<std::uint8_t> tight_;                             // of rows
  std::vector<double> gain_, taken_, most_;                     // of the cells of a row; of columns
  double deepest_m_ = 0;                                        // on land
  std::vector<std::size_t> sea_;
  struct Shore {
    std::size_t a, b; // cells beside each other, one of them sea; b to the east or north
  };
  std::vector<Shore> coast_;
  double runoff_ = 0; // sum over land
};

} // namespace

Ground flat_ground(std::size_t columns, std::size_t rows, double spacing_m, double manning) {
  Ground ground;
  ground.columns = columns, ground.rows = rows, ground.spacing_m = spacing_m;
  std::size_t const n = columns * rows;
  ground.bed_m.assign(n, 0);
  ground.cell.assign(n, Cell::land);
  ground.manning.assign(n, manning);
  ground.runoff.assign(n, 1);
  ground.drains_mm_h.assign(n, 0);
  return ground;
}

std::vector<double> filled_from_sea(Ground const& ground, double level_m) {
  std::vector<double> depth(ground.size(), 0);
  std::vector<std::size_t> open;
  auto const visit = [&](std::size_t i) {
    if (depth[i] > 0 || ground.cell[i] == Cell::wall || ground.bed_m[i] >= level_m) return;
    depth[i] = level_m - ground.bed_m[i];
    open.push_back(i);
  };
  for (std::size_t i = 0; i < ground.size(); ++i)
    if (ground.cell[i] == Cell::sea) visit(i);
  while (!open.empty()) {
    std::size_t const i = open.back();
    open.pop_back();
    if (i % ground.columns > 0) visit(i - 1);
    if ((i + 1) % ground.columns > 0) visit(i + 1);
    if (i >= ground.columns) visit(i - ground.columns);
    if (i + ground.columns < ground.size()) visit(i + ground.columns);
  }
  return depth;
}

Sheet run(Ground const& ground, Forcing const& forcing, RunOptions const& options, std::vector<double> start_m) {
  assert(ground.columns > 0 && ground.rows > 0 && ground.spacing_m > 0 && forcing.rain_step_s > 0);
  assert(ground.bed_m.size() == ground.size() && ground.cell.size() == ground.size());
  assert(ground.manning.size() == ground.size() && ground.runoff.size() == ground.size());
  assert(ground.drains_mm_h.size() == ground.size());
  return Flood(ground, forcing, options, std::move(start_m)).run();
}

} // namespace dalian::flood
