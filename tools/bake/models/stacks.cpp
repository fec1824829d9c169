// Container stacks and tree crowns of tools/bake/models/structures.hpp.
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

/// One block per bay, or per third of the field when far: mean height, the paint of its first stack.
void add_coarse(Builder& out, ContainersSpec const& s, Field const& field, int level) {
  int const bays_each = level >= 3 ? std::max(1, s.bays / 3) : std::max(1, s.bays / 12),
            rows_each = level >= 3 ? s.rows : std::max(1, s.rows / 10);
  glm::vec2 const pitch{s.container.x + s.row_gap, s.container.y + s.bay_gap};
  for (int bay = 0; bay < s.bays; bay += bays_each) {
    for (int row = 0; row < s.rows; row += rows_each) {
      int const last_bay = std::min(s.bays, bay + bays_each), last_row = std::min(s.rows, row + rows_each);
      int sum = 0, count = 0, first = last_row, last = row;
      for (int b = bay; b < last_bay; ++b) {
        for (int r = row; r < last_row; ++r) {
          if (field.tiers(b, r) == 0) continue;
          sum += field.tiers(b, r);
          ++count;
          first = std::min(first, r);
          last = std::max(last, r + 1);
        }
      }
      if (count == 0) continue;
      float const width = static_cast<float>(last - first) * pitch.x,
                  length = static_cast<float>(last_bay - bay) * pitch.y;
      glm::vec2 const low{(static_cast<float>(first) - static_cast<float>(s.rows) / 2) * pitch.x,
                          (static_cast<float>(bay) - static_cast<float>(s.bays) / 2) * pitch.y};
      float const height = static_cast<float>(sum) / static_cast<float>(count) * s.container.z;
      out.material = field.paint(bay, std::min(last - 1, (first + last) / 2),
                                 std::max(0, field.tiers(bay, (first + last) / 2) - 1));
      glm::vec3 const a{low, 0}, b{low + glm::vec2(width, length), height};
      out.quad({a.x, a.y, b.z}, {b.x, a.y, b.z}, {b.x, b.y, b.z}, {a.x, b.y, b.z});
      out.quad({a.x, a.y, 0}, {b.x, a.y, 0}, {b.x, a.y, b.z}, {a.x, a.y, b.z});
      out.quad({b.x, a.y, 0}, {b.x, b.y, 0}, {b.x, b.y, b.z}, {b.x, a.y, b.z});
      out.quad({b.x, b.y, 0}, {a.x, b.y, 0}, {a.x, b.y, b.z}, {b.x, b.y, b.z});
      out.quad({a.x, b.y, 0}, {a.x, a.y, 0}, {a.x, a.y, b.z}, {a.x, b.y, b.z});
    }
  }
}

} // namespace

void add_containers(Builder& out, ContainersSpec const& s, int level) {
  Field const field(s);
  if (level >= 2) {
    add_coarse(out, s, field, level);
    return;
  }
  for (int bay = 0; bay < s.bays; ++bay) {
    for (int row = 0; row < s.rows; ++row)
      add_stack(out, s, field, bay, row);
  }
}

void add_crown(Builder& out, CrownSpec const& crown, int level) {
  int const around = level == 0 ? 8 : level == 1 ? 6 : 4, up = level == 0 ? 5 : level == 1 ? 4 : 2;
  std::mt19937 random(crown.seed);
  auto const jitter = [&] { return 1 - crown.lumps * static_cast<float>(random() % 1000) / 500; };
  std::vector<glm::vec3> nodes;
  for (int k = 0; k <= up; ++k) {
    float const v = static_cast<float>(k) / static_cast<float>(up), polar = v * std::numbers::pi_v<float>;
    for (int i = 0; i < around; ++i) {
      float const angle = 2 * std::numbers::pi_v<float> * (static_cast<float>(i) + 0.5F * static_cast<float>(k % 2)) /
                          static_cast<float>(around);
      bool const rim = level >= 2 || k == 0 || k == up || (k == up / 2 && i % (around / 2) == 0);
      float const lump = rim ? 1.0F : jitter();
      float const radius = std::sin(polar) * 0.5F * lump;
      nodes.emplace_back(crown.size.x * radius * std::cos(angle), crown.size.y * radius * std::sin(angle),
                         crown.size.z * (0.5F - 0.5F * std::cos(polar) * (rim ? 1.0F : lump)));
    }
  }
  glm::vec3 const mid{0, 0, crown.size.z / 2};
  auto const node = [&](int k, int i) { return nodes[static_cast<std::size_t>(k * around + i % around)]; };
  auto const outward = [&](glm::vec3 p) { return glm::normalize((p - mid) / (crown.size * crown.size)); };
  for (int k = 0; k < up; ++k) {
    for (int i = 0; i < around; ++i) {
      std::array<glm::vec3, 4> const p{node(k, i), node(k, i + 1), node(k + 1, i + 1), node(k + 1, i)};
      out.smooth_quad(p, {outward(p[0]), outward(p[1]), outward(p[2]), outward(p[3])});
    }
  }
}

} // namespace dalian::bake
