#include "renderer/ui/caption.hpp"

#include "renderer/ui/city_labels.hpp"

#include "tests/support/overlay_raster.hpp"

#include <glm/gtc/matrix_transform.hpp>
#include <gtest/gtest.h>

namespace dalian::ui {
namespace {

ViewFrustum bird(int width, int height) {
  double const f = 1.0 / std::tan(glm::radians(20.0));
  glm::dmat4 projection(0);
  projection[0][0] = f * height / width;
  projection[1][1] = -f;
  projection[3][2] = 1;
  projection[2][3] = -1;
  return {{0, 0, 3000},
          projection * glm::lookAt(glm::dvec3(0), glm::dvec3(3000, 5000, -3000), glm::dvec3(0, 0, 1)),
          width,
          height};
}

TEST(Caption, RoundLengths) {
  EXPECT_DOUBLE_EQ(round_length_m(999), 500);
  EXPECT_DOUBLE_EQ(round_length_m(1000), 1000);
  EXPECT_DOUBLE_EQ(round_length_m(2100), 2000);
  EXPECT_DOUBLE_EQ(round_length_m(7.3), 5);
  EXPECT_EQ(length_text(500), "500 m");
  EXPECT_EQ(length_text(20000), "20 km");
}

TEST(Caption, RemarksAreCutFromPlaceNames) {
  EXPECT_EQ(without_remark("大连港（大港）"), "大连港");
  EXPECT_EQ(without_remark("Dalian Zhoushuizi airport (ZYTL)"), "Dalian Zhoushuizi airport");
  EXPECT_EQ(without_remark("金州"), "金州");
  EXPECT_EQ(without_remark("恒力（马家咀子）码头"), "恒力码头");
}

TEST(Caption, StaysInsideThePictureWithoutOverlapAtAllSizes) {
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  for (auto const& [width, height] : {std::pair{640, 360}, {1280, 720}, {1920, 1080}, {3840, 2160}}) {
    DrawList list;
    CaptionText const text{Language::en,
                           {{"synthetic feed · 48 moving objects", ChipMark::dashed},
                            {"modelled terrain · illustrative layout", ChipMark::hatched},
                            {"2026-09-26 16:40 China time", ChipMark::plain}},
                           "Dalian Twin",
                           "four zones",
                           "N"};
    auto const boxes = draw_caption(text, bird(width, height), painter, list);
    ASSERT_EQ(boxes.size(), 3U);
    Box const picture{0, 0, static_cast<float>(width), static_cast<float>(height)};
    for (std::size_t a = 0; a < boxes.size(); ++a) {
      EXPECT_TRUE(boxes[a].inside(picture)) << width;
      for (std::size_t b = a + 1; b < boxes.size(); ++b)
        EXPECT_FALSE(boxes[a].overlaps(boxes[b])) << width;
    }
  }
}

TEST(Caption, DashedAndHatchedChipsDifferOnThePicture) {
  GlyphAtlas atlas(find_fonts());
  TextPainter painter(atlas);
  std::vector<std::vector<std::uint8_t>> pictures;
  for (ChipMark const mark : {ChipMark::plain, ChipMark::dashed, ChipMark::hatched}) {
    DrawList list;
    draw_caption({Language::en, {{"same words", mark}}, "", "", "N"}, bird(640, 360), painter, list);
    test::Picture picture = test::blank(640, 360, rgba(0x6B7A66));
    test::rasterize(list, atlas, picture);
    pictures.push_back(picture.rgba);
  }
  EXPECT_NE(pictures[0], pictures[1]);
  EXPECT_NE(pictures[0], pictures[2]);
  EXPECT_NE(pictures[1], pictures[2]);
}

} // namespace
} // namespace dalian::ui
