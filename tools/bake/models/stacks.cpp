// Container stacks of tools/bake/models/structures.hpp.
#include "tools/bake/models/structures.hpp"

#include "tools/bake/models/solids.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <glm/geometric.hpp>

namespace dalian::bake {
namespace {

/// Heights in tiers and paints of a field of stacks.
class Field {
 public:
  explicit Field(ContainersSpec const& s) : spec_(s), random_(s.seed) {
    for (int bay = 0; bay < s.bays; ++bay) {
      int const common = draw(s.fewest, s.tiers);
      for (int row = 0; row < s.rows; ++row) {
        int tiers = std::max(s.fewest, common - (draw(0, 3) == 0 ? 1 : 0)); // most rows of a bay are loaded alike
        if (!inside(bay, row)) tiers = 0;
        tiers_.push_back(tiers);
      }
    }
    for (int i = 0; i < s.bays * s.rows * s.tiers; ++i) {
      paints_.push_back(s.paints[static_cast<std::size_t>(draw(0, static_cast<int>(s.paints.size()) - 1))]);
    }
    // the box of the model must be met whatever the draw
    int const middle = s.bays / 2;
    for (int row = 0; row < s.rows; ++row) {
      auto& tiers = tiers_[index(middle, row)];
      if (tiers > 0 && (row == s.rows / 2 || s.full_middle)) tiers = s.tiers;
    }
  }

  int tiers(int bay, int row) const {
    bool const there = bay >= 0 && bay < spec_.bays && row >= 0 && row < spec_.rows;
    return there ? tiers_[index(bay, row)] : 0;
  }
  MaterialIndex paint(int bay, int row, int tier) const {
    return paints_[index(bay, row) * static_cast<std::size_t>(spec_.tiers) + static_cast<std::size_t>(tier)];
  }

 private:
  int draw(int least, int most) { // std distributions differ between libraries, the remainder does not
    return least + static_cast<int>(random_() % static_cast<std::uint32_t>(most - least + 1));
  }
  std::size_t index(int bay, int row) const { return static_cast<std::size_t>(bay * spec_.rows + row); }
  bool inside(int bay, int row) const {
    float const t = spec_.bays > 1 ? static_cast<float>(bay) / static_cast<float>(spec_.bays - 1) : 0.5F;
    auto const ease = [](float share, float d) { return d >= 1 ? 1.0F : 1 - (1 - share) * (1 - d) * (1 - d); };
    float const share = std::min(ease(spec_.narrowing.x, t / 0.3F), ease(spec_.narrowing.y, (1 - t) / 0.3F));
    float const off = std::abs(static_cast<float>(row) + 0.5F - static_cast<float>(spec_.rows) / 2);
    return off <= share * static_cast<float>(spec_.rows) / 2;
  }

  ContainersSpec const& spec_;
  std::mt19937 random_;
  std::vector<int> tiers_;
  std::vector<MaterialIndex> paints_;
};

/// The faces of one stack that neighbours do not cover.
void add_stack(Builder& out, ContainersSpec const& s, Field const& field, int bay, int row) {
  glm::vec2 const pitch{s.container.x + s.row_gap, s.container.y + s.bay_gap};
  float const x0 = (static_cast<float>(row) - static_cast<float>(s.rows) / 2) * pitch.x + s.row_gap / 2;
  float const y0 = (static_cast<float>(bay) - static_cast<float>(s.bays) / 2) * pitch.y + s.bay_gap / 2;
  int const tiers = field.tiers(bay, row);
  // the slit between two rows is too narrow to look into: the first is drawn up to the second
  float const x1 = x0 + s.container.x + (field.tiers(bay, row + 1) > 0 ? s.row_gap : 0), y1 = y0 + s.container.y;
  for (int tier = 0; tier < tiers; ++tier) {
    float const z0 = static_cast<float>(tier) * s.container.z, z1 = z0 + s.container.z;
    out.material = field.paint(bay, row, tier);
    if (tier + 1 == tiers) out.quad({x0, y0, z1}, {x1, y0, z1}, {x1, y1, z1}, {x0, y1, z1});
    if (field.tiers(bay, row + 1) <= tier) out.quad({x1, y0, z0}, {x1, y1, z0}, {x1, y1, z1}, {x1, y0, z1});
    if (field.tiers(bay, row - 1) <= tier) out.quad({x0, y1, z0}, {x0, y0, z0}, {x0, y0, z1}, {x0, y1, z1});
    if (field.tiers(bay + 1, row) <= tier) out.quad({x1, y1, z0}, {x0, y1, z0}, {x0, y1, z1}, {x1, y1, z1});
    if (field.tiers(bay - 1, row) <= tier) out.quad({x0, y0, z0}, {x1, y0, z0}, {x1, y0, z1}, {x0, y0, z1});
  }
  // between two bays one sees dark, not through
  int const beside = std::min(tiers, field.tiers(bay + 1, row));
  if (beside > 0) {
    float const z = static_cast<float>(beside) * s.container.z;
    out.material = s.floor;
    out.quad({x0, y1, z}, {x1, y1, z}, {x1, y1 + s.bay_gap, z}, {x0, y1 + s.bay_gap, z});
  }
}

/// Seen from afar: bays (or runs of them) with a roof of stripes, one per row or few rows, over four plain sides.
class CoarseField {
 public:
  CoarseField(Builder& out, ContainersSpec const& s, int level) : out_(out), s_(s), field_(s) {
    pitch_ = {s.container.x + s.row_gap, s.container.y + s.bay_gap};
    bays_each_ = level >= 3 ? (s.bays + 2) / 3 : 1;
    rows_each_ = std::max(1, s.rows / (level >= 3 ? 4 : 10));
  }

  void add() {
    for (int bay = 0; bay < s_.bays; bay += bays_each_)
      add_run(bay, std::min(s_.bays, bay + bays_each_));
  }

 private:
  void add_run(int bay, int end) {
    int first = s_.rows, last = 0, sum = 0, count = 0;
    for (int b = bay; b < end; ++b) {
      for (int row = 0; row < s_.rows; ++row) {
        if (field_.tiers(b, row) == 0) continue;
        first = std::min(first, row);
        last = std::max(last, row + 1);
        sum += field_.tiers(b, row);
        ++count;
      }
    }
    if (count == 0) return;
    float const top = static_cast<float>(sum) / static_cast<float>(count) * s_.container.z;
    glm::vec3 const a{edge_x(first), edge_y(bay), 0}, b{edge_x(last), edge_y(end), top};
    auto const side = [&](int row, glm::vec2 from, glm::vec2 to) {
      out_.material = field_.paint(bay, row, 0);
      out_.quad({from, 0}, {to, 0}, {to, top}, {from, top});
    };
    side(first, {a.x, a.y}, {b.x, a.y});
    side(last - 1, {b.x, a.y}, {b.x, b.y});
    side((first + last) / 2, {b.x, b.y}, {a.x, b.y});
    side(first, {a.x, b.y}, {a.x, a.y});
    for (int row = first; row < last; row += rows_each_) {
      out_.material = field_.paint(bay, row, std::max(0, field_.tiers(bay, row) - 1));
      float const x0 = edge_x(row), x1 = edge_x(std::min(last, row + rows_each_));
      out_.quad({x0, a.y, top}, {x1, a.y, top}, {x1, b.y, top}, {x0, b.y, top});
    }
  }
  float edge_x(int row) const { return (static_cast<float>(row) - static_cast<float>(s_.rows) / 2) * pitch_.x; }
  float edge_y(int bay) const { return (static_cast<float>(bay) - static_cast<float>(s_.bays) / 2) * pitch_.y; }

  Builder& out_;
  ContainersSpec const& s_;
  Field field_;
  glm::vec2 pitch_{};
  int bays_each_ = 1, rows_each_ = 1;
};

} // namespace

void add_containers(Builder& out, ContainersSpec const& s, int level) {
  if (level >= 2) {
    CoarseField(out, s, level).add();
    return;
  }
  Field const field(s);
  for (int bay = 0; bay < s.bays; ++bay) {
    for (int row = 0; row < s.rows; ++row)
      add_stack(out, s, field, bay, row);
  }
}

} // namespace dalian::bake
