#include "renderer/scene/field_paint.hpp"

#include <gtest/gtest.h>
#include <limits>

#include <glm/packing.hpp>

namespace dalian::scene {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

TEST(FieldPaint, ColoursParcelsThenPlacements) {
  view::Field field;
  field.info.name = "far";
  field.info.high = 4;
  field.by_parcel = {0, 4, kNone};
  field.by_placement = {2, kNone};
  auto const out = paint(field);
  ASSERT_EQ(out.colors.size(), 5U);
  EXPECT_EQ(out.first_placement, 3U);
  EXPECT_EQ(out.colors[0], gpu_color(ramp_color(Ramp::batlow, 0)));
  EXPECT_EQ(out.colors[1], gpu_color(ramp_color(Ramp::batlow, 1)));
  EXPECT_EQ(out.colors[2], 0U);
  EXPECT_EQ(out.colors[3], gpu_color(ramp_color(Ramp::batlow, 0.5F)));
  EXPECT_EQ(out.colors[4], 0U);
}

TEST(FieldPaint, GridsStandOneAboveTheOther) {
  view::Field field;
  field.info.name = "density";
  field.info.high = 10;
  field.grids.push_back({{0, 0}, 10, 2, 2, {0, 5, 10, kNone}});
  field.grids.push_back({{100, 0}, 20, 3, 2, {1, 2, 3, 4, 5, 6}});
  auto const out = paint(field);
  EXPECT_EQ(out.shares.columns, 3U);
  EXPECT_EQ(out.shares.rows, 4U);
  EXPECT_EQ(out.shares.grids[1].first_row, 2U);
  auto const at = [&](std::uint32_t column, std::uint32_t row) {
    return glm::unpackHalf2x16(out.shares.texel[row * 3 + column]);
  };
  EXPECT_EQ(at(1, 0), glm::vec2(0.5F, 1));
  EXPECT_EQ(at(1, 1), glm::vec2(0, 0)) << "no value, no weight";
  EXPECT_NEAR(at(2, 3).x, 0.6F, 1e-3);
  EXPECT_EQ(at(2, 0), glm::vec2(0, 0)) << "beside the narrower grid";
}

TEST(FieldPaint, SaysWhatIsModelledAndWhatIsHidden) {
  view::Field field;
  field.info.high = 8;
  field.info.noise_floor = 2;
  field.info.kind = Provenance::modelled;
  field.by_parcel = {1};
  EXPECT_TRUE(paint(field).hatched);
  EXPECT_EQ(paint(field).floor_share, 0);
  field.info.floor_hides = true;
  EXPECT_FLOAT_EQ(paint(field).floor_share, 0.25F);
  field.info.kind = Provenance::live;
  EXPECT_FALSE(paint(field).hatched);
}

TEST(FieldPaint, DivergingFieldsTakeVik) {
  view::FieldInfo info;
  info.scale = view::FieldScale::diverging;
  info.low = -1;
  EXPECT_EQ(ramp_of(info), Ramp::vik);
  EXPECT_EQ(color_of(info, 0), ramp_color(Ramp::vik, 0.5F));
}

} // namespace
} // namespace dalian::scene
