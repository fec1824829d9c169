#include "renderer/ui/workplace_layout.hpp"

#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

TEST(WorkplaceLayout, PanelsStandApartInsideTheWindow) {
  for (WorkplaceKind const kind : kWorkplaces)
    for (auto const& [width, height] : {std::pair{1280, 720}, {1600, 900}, {1920, 1080}, {3840, 2160}, {5760, 1080}})
      for (double const scale : {0.8, 1.0, 1.5, 2.4}) {
        WorkplaceLayout const at = layout_of(kind, width, height, scale);
        Box const window{0, 0, static_cast<float>(width), static_cast<float>(height)};
        std::array const boxes{at.head, at.left, at.left_low, at.right, at.right_low, at.foot, at.middle};
        for (std::size_t a = 0; a < boxes.size(); ++a) {
          if (boxes[a].width() == 0) continue;
          EXPECT_TRUE(boxes[a].inside(window)) << name_of(kind) << ' ' << width << ' ' << a;
          EXPECT_GT(boxes[a].height(), 0) << name_of(kind) << ' ' << height << ' ' << scale << ' ' << a;
          for (std::size_t b = a + 1; b < boxes.size(); ++b) {
            if (boxes[b].width() == 0) continue;
            EXPECT_FALSE(boxes[a].overlaps(boxes[b])) << name_of(kind) << ' ' << a << ' ' << b;
          }
        }
        EXPECT_LE(at.left.width(), 0.28F * static_cast<float>(width));
        EXPECT_GE(at.middle.width(), 0.38F * static_cast<float>(width)) << "the city is the picture";
      }
}

TEST(WorkplaceLayout, EveryWorkplaceHasItsName) {
  for (WorkplaceKind const kind : kWorkplaces)
    EXPECT_EQ(workplace_named(name_of(kind)), kind);
  EXPECT_FALSE(workplace_named("kitchen"));
}

} // namespace
} // namespace dalian::ui
