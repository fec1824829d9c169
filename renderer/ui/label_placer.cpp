#include "renderer/ui/label_placer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dalian::ui {
namespace {

/// Boxes by square cells of the picture, to ask "does this one touch any?" in the time of its own cells.
class OccupancyGrid {
 public:
  OccupancyGrid(int width, int height)
      : columns_(width / kCell + 1), rows_(height / kCell + 1),
        cells_(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_)) {}

  void add(Box const& box) {
    auto const index = static_cast<std::uint32_t>(boxes_.size());
    boxes_.push_back(box);
    visit(box, [&](std::vector<std::uint32_t>& cell) {
      cell.push_back(index);
      return true;
    });
  }

  bool free(Box const& box) {
    return visit(box, [&](std::vector<std::uint32_t> const& cell) {
      return std::none_of(cell.begin(), cell.end(), [&](std::uint32_t i) { return boxes_[i].overlaps(box); });
    });
  }

 private:
  static constexpr int kCell = 48;

  /// Calls `use` for each cell of `box` until it says false.
  template <class Use>
  bool visit(Box const& box, Use&& use) {
    auto const cell_of = [](float px, int count) {
      return std::clamp(static_cast<int>(std::floor(px / kCell)), 0, count - 1);
    };
    for (int row = cell_of(box.y0, rows_); row <= cell_of(box.y1, rows_); ++row)
      for (int column = cell_of(box.x0, columns_); column <= cell_of(box.x1, columns_); ++column)
        if (!use(cells_[static_cast<std::size_t>(row * columns_ + column)])) return false;
    return true;
  }

  int columns_, rows_;
  std::vector<std::vector<std::uint32_t>> cells_;
  std::vector<Box> boxes_;
};

int first_free(OccupancyGrid& grid, Box const& picture, LabelRequest const& request, int preferred) {
  auto const fits = [&](int option) {
    Box const& box = request.options[static_cast<std::size_t>(option)];
    return box.inside(picture) && grid.free(box);
  };
  auto const count = static_cast<int>(request.options.size());
  if (preferred >= 0 && preferred < count && fits(preferred)) return preferred;
  auto const tries = request.order.empty() ? count : static_cast<int>(request.order.size());
  for (int i = 0; i < tries; ++i) {
    int const option = request.order.empty() ? i : request.order[static_cast<std::size_t>(i)];
    if (fits(option)) return option;
  }
  return kNotPlaced;
}

} // namespace

std::vector<int> place_labels(PlacerConfig const& config, std::vector<LabelRequest> const& requests,
                              Placement const& before) {
  std::vector<std::size_t> order(requests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    LabelRequest const &x = requests[a], &y = requests[b];
    if (x.priority != y.priority) return x.priority > y.priority;
    if (bool const was_x = before.contains(x.id), was_y = before.contains(y.id); was_x != was_y) return was_x;
    return x.id < y.id;
  });

  OccupancyGrid grid(config.width, config.height);
  for (Box const& obstacle : config.obstacles)
    grid.add(obstacle.grown(config.gap));
  Box const picture{config.margin, config.margin, static_cast<float>(config.width) - config.margin,
                    static_cast<float>(config.height) - config.margin};
  std::vector<int> chosen(requests.size(), kNotPlaced);
  std::size_t shown = 0;
  for (std::size_t const i : order) {
    if (shown == config.limit) break;
    auto const was = before.find(requests[i].id);
    chosen[i] = first_free(grid, picture, requests[i], was == before.end() ? kNotPlaced : was->second);
    if (chosen[i] == kNotPlaced) continue;
    auto const option = static_cast<std::size_t>(chosen[i]);
    grid.add(requests[i].options[option].grown(config.gap));
    if (option < requests[i].tails.size()) grid.add(requests[i].tails[option]);
    ++shown;
  }
  return chosen;
}

} // namespace dalian::ui
