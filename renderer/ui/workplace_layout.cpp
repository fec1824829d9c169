#include "renderer/ui/workplace_layout.hpp"

#include <algorithm>
#include <cmath>

namespace dalian::ui {
namespace {

constexpr std::array<std::string_view, 4> kNames{"city", "briefing", "planner", "operator"};

/// The picture less a margin, cut into panels from its edges.
class Cutter {
 public:
  Cutter(int width, int height, float unit)
      : rest_{2 * unit, 2 * unit, static_cast<float>(width) - 2 * unit, static_cast<float>(height) - 2 * unit},
        unit_(unit) {}

  Box top(float height) { return take({rest_.x0, rest_.y0, rest_.x1, rest_.y0 + height}, rest_.y0, height); }
  Box bottom(float height) { return take({rest_.x0, rest_.y1 - height, rest_.x1, rest_.y1}, rest_.y1, -height); }
  Box left(float width) { return take({rest_.x0, rest_.y0, rest_.x0 + width, rest_.y1}, rest_.x0, width); }
  Box right(float width) { return take({rest_.x1 - width, rest_.y0, rest_.x1, rest_.y1}, rest_.x1, -width); }
  Box rest() const { return rest_; }

 private:
  Box take(Box const& piece, float& edge, float by) {
    edge += by + std::copysign(unit_, by);
    return piece;
  }
  Box rest_;
  float unit_;
};

/// The upper part of `box`, `share` of its height; the lower one is what stays.
Box cut_upper(Box& box, float share, float unit) {
  float const y = std::round(box.y0 + share * box.height());
  Box const upper{box.x0, box.y0, box.x1, y - unit / 2};
  box.y0 = y + unit / 2;
  return upper;
}

} // namespace

std::string_view name_of(WorkplaceKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<WorkplaceKind> workplace_named(std::string_view name) {
  auto const at = std::find(kNames.begin(), kNames.end(), name);
  if (at == kNames.end()) return std::nullopt;
  return kWorkplaces[static_cast<std::size_t>(at - kNames.begin())];
}

WorkplaceLayout layout_of(WorkplaceKind kind, int width, int height, double scale) {
  WorkplaceLayout out;
  out.kind = kind;
  out.unit = static_cast<float>(std::max(1.0, std::round(8 * scale)));
  float const u = out.unit;
  Cutter cut(width, height, u);
  // Sides are 28 % at most; on a wide screen no wider than what they hold needs.
  float const side = std::floor(std::min(0.28F * static_cast<float>(width), 56 * u));
  if (kind == WorkplaceKind::briefing) {
    out.head = cut.top(12 * u);
    out.foot = cut.bottom(4 * u);
  } else if (kind != WorkplaceKind::city) {
    out.head = cut.top(7 * u);
    out.foot = cut.bottom(8 * u);
    out.left = cut.left(side);
    out.right = cut.right(std::floor(0.86F * side));
    Box low = out.left;
    out.left = cut_upper(low, kind == WorkplaceKind::planner ? 0.64F : 0.55F, u); // what is chosen has many numbers
    out.left_low = low;
    if (kind == WorkplaceKind::operating) {
      low = out.right;
      out.right = cut_upper(low, 0.62F, u);
      out.right_low = low;
    }
  }
  out.middle = cut.rest();
  return out;
}

} // namespace dalian::ui
