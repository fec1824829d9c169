#include "renderer/ui/theme.hpp"

#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

TEST(Theme, ContrastRatioAgreesWithTheStandard) {
  // WCAG 2.1: black on white is 21:1; #767676 on white is the well-known 4.54:1.
  EXPECT_NEAR(contrast_ratio(rgba(0x000000), 0, rgba(0xFFFFFF)), 21.0, 1e-9);
  EXPECT_NEAR(contrast_ratio(rgba(0x767676), 0, rgba(0xFFFFFF)), 4.54, 0.005);
}

// Glass lets the picture through: the worst grounds are the brightest (snow, cloud, sun on the sea) and a mid grey.
TEST(Theme, TextOnGlassReadsOverAnyPicture) {
  for (std::uint32_t const behind : {0x000000U, 0x808080U, 0xFFFFFFU})
    for (Rgba const ground : {theme::kGlass, theme::kGlassRaised, theme::kGlassHover})
      for (Rgba const text : {theme::kText, theme::kTextSecond})
        EXPECT_GE(contrast_ratio(text, ground, rgba(behind)), 4.5) << std::hex << ground << ' ' << behind;
  for (Rgba const mark : {theme::kAccent, theme::kWarning})
    EXPECT_GE(contrast_ratio(mark, theme::kGlass, rgba(0x808080)), 4.5);
}

TEST(Theme, LabelsReadOnTheirHalo) {
  for (std::uint32_t const behind : {0x000000U, 0x8A8A78U, 0xC9C4B0U})
    for (Rgba const halo : {theme::kHaloLand, theme::kHaloSea}) {
      EXPECT_GE(contrast_ratio(theme::kLabelText, halo, rgba(behind)), 4.5);
      EXPECT_GE(contrast_ratio(faded(theme::kLabelText, theme::kSecondLineOpacity), halo, rgba(behind)), 4.5);
    }
}

TEST(Theme, TypeKeepsItsProportionAndItsLeastSize) {
  EXPECT_EQ(type_px(1080, 28, 12), 28);
  EXPECT_EQ(type_px(2160, 28, 12), 56);
  EXPECT_EQ(type_px(360, 28, 12), 12);
  EXPECT_GE(type_px(1080, 18, 11), 1080 / 60); // the wall: labels at least 1/60 of the height
}

} // namespace
} // namespace dalian::ui
