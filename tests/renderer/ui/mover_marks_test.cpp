#include "renderer/ui/mover_marks.hpp"

#include "tests/support/overlay_raster.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

namespace dalian::ui {
namespace {

using view::Shape;
constexpr int kWidth = 1280, kHeight = 720;
constexpr double kEye_m = 10000;

/// Looks straight down from kEye_m above (0, 0): north is up, 90° of field, so that 1 m on the ground is
/// 360 px / 10 000 m = 0.036 px long.
ViewFrustum from_above() {
  glm::dmat4 m(0);
  m[0][0] = static_cast<double>(kHeight) / kWidth; // clip x = east
  m[1][1] = -1;                                    // clip y = south
  m[3][2] = 1;
  m[2][3] = -1; // w = down
  return {{0, 0, kEye_m}, m, kWidth, kHeight};
}

view::Terrain sea() {
  view::Terrain terrain;
  terrain.window = {"window", {-50e3, -50e3}, 1000, 101, 101, std::vector<float>(101 * 101, -5), {}};
  return terrain;
}

Instant const kNow = *parse_utc("2026-09-26T08:40:00Z");

view::Mover mover(std::uint32_t handle, Shape shape, MapPoint position, float length_m) {
  view::Mover m;
  m.handle = handle;
  m.shape = shape;
  m.provenance = Provenance::synthetic;
  m.t0 = kNow;
  m.until = kNow + std::chrono::seconds(60);
  m.position = position;
  m.length_m = length_m;
  m.velocity_north_mps = 5;
  return m;
}

std::vector<Mark> marks_of(std::vector<view::Mover> const& movers, std::uint32_t focus = 0) {
  return mover_marks({from_above(), kNow, movers, focus}, sea());
}

TEST(MoverMarks, StandWhereTheThingIs) {
  auto const marks = marks_of({mover(3, Shape::tanker, {2000, 1000}, 180)});
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].handle, 3U);
  EXPECT_NEAR(marks[0].at.x, 640 + 72, 1e-3); // 2000 m · 0.036 px/m
  EXPECT_NEAR(marks[0].at.y, 360 - 36, 1e-3);
  EXPECT_EQ(marks[0].colour, theme::kMarkTanker);
  EXPECT_EQ(marks[0].form, MarkForm::dart);
  EXPECT_DOUBLE_EQ(marks[0].opacity, 1); // 6.5 px
}

TEST(MoverMarks, StandForWhatIsTooSmallToBeSeen) {
  // At the foot of the eye 277 m are 10 px, 389 m 14 px, 500 m 18 px.
  auto const opacity = [](float length_m) {
    auto const marks = marks_of({mover(1, Shape::container_ship, {0, 0}, length_m)});
    return marks.empty() ? 0.0 : marks[0].opacity;
  };
  EXPECT_DOUBLE_EQ(opacity(277), 1);
  EXPECT_NEAR(opacity(14 / 0.036F), 0.5, 1e-5);
  EXPECT_GT(opacity(495), 0);
  EXPECT_DOUBLE_EQ(opacity(501), 0);
}

/// As from_above, but level and towards the north from 100 m above the sea.
ViewFrustum towards_north() {
  glm::dmat4 m(0);
  m[0][0] = static_cast<double>(kHeight) / kWidth; // clip x = east
  m[2][1] = -1;                                    // clip y = down
  m[3][2] = 1;
  m[1][3] = 1; // w = north
  return {{0, 0, 100}, m, kWidth, kHeight};
}

TEST(MoverMarks, AShipSeenFromAheadIsSmallerThanFromAbeam) {
  // 200 m at 5000 m: abeam 200 · 360 / 5000 = 14.4 px; from ahead its beam counts, 0.3 of that.
  auto ship = mover(1, Shape::tanker, {0, 5000}, 200);
  std::vector<view::Mover> ships{ship};
  auto marks = mover_marks({towards_north(), kNow, ships, 0}, sea());
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_DOUBLE_EQ(marks[0].opacity, 1);
  ships[0].heading_rad = 1.5707963F;
  marks = mover_marks({towards_north(), kNow, ships, 0}, sea());
  ASSERT_EQ(marks.size(), 1U);
  double const t = (18 - 14.4) / 8;
  EXPECT_NEAR(marks[0].opacity, t * t * (3 - 2 * t), 1e-3);
  EXPECT_NEAR(marks[0].direction_x, 1, 1e-3);
}

TEST(MoverMarks, NothingBehindTheEyeBesideThePictureOrBehindTheGround) {
  auto behind = mover(1, Shape::ferry, {0, 0}, 150);
  behind.up_m = 20e3F;
  EXPECT_TRUE(marks_of({behind}).empty());
  EXPECT_TRUE(marks_of({mover(1, Shape::ferry, {25e3, 0}, 150)}).empty()); // the picture ends 17.8 km to the east
  view::Terrain hill = sea();
  for (std::size_t row = 45; row < 56; ++row)
    for (std::size_t column = 52; column < 54; ++column)
      hill.window.height_m[row * 101 + column] = 700; // a ridge 2 to 3 km east of the middle
  std::vector<view::Mover> const ships{mover(1, Shape::ferry, {4000, 0}, 40), mover(2, Shape::ferry, {-4000, 0}, 40)};
  ViewFrustum low = from_above();
  low.eye.z = 2500; // the line of sight to 4 km passes 3 km at 625 m
  auto const seen = mover_marks({low, kNow, ships, 0}, hill);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].handle, 2U);
  EXPECT_EQ(mover_marks({low, kNow, ships, 0}, sea()).size(), 2U);
}

TEST(MoverMarks, DartsPointWhereTheBowDoes) {
  for (double const heading : {0.0, 0.7, 1.570796, 3.0, 5.5}) {
    auto ship = mover(1, Shape::bulk_carrier, {1000, -2000}, 190);
    ship.heading_rad = static_cast<float>(heading);
    auto const marks = marks_of({ship});
    ASSERT_EQ(marks.size(), 1U);
    EXPECT_NEAR(marks[0].direction_x, std::sin(heading), 1e-3); // seen from above, north up: as on a chart
    EXPECT_NEAR(marks[0].direction_y, -std::cos(heading), 1e-3);
  }
}

TEST(MoverMarks, AreCarriedOnAsTheModelIs) {
  auto ship = mover(1, Shape::tug, {0, 0}, 35);
  ship.velocity_north_mps = 0;
  ship.velocity_east_mps = 10;
  ship.heading_rad = 1.570796F;
  ship.until = kNow + std::chrono::seconds(1000);
  std::vector<view::Mover> ships{ship};
  auto marks = mover_marks({from_above(), kNow + std::chrono::seconds(100), ships, 0}, sea());
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_NEAR(marks[0].at.x, 640 + 36, 1e-3); // 1000 m east
  EXPECT_NEAR(marks[0].direction_x, 1, 1e-3);
  ships[0].turn_rate_rps = 0.01F; // 1 rad in 100 s
  marks = mover_marks({from_above(), kNow + std::chrono::seconds(100), ships, 0}, sea());
  EXPECT_NEAR(marks[0].direction_x, std::sin(2.570796), 1e-3);
  EXPECT_NEAR(marks[0].direction_y, -std::cos(2.570796), 1e-3);
}

TEST(MoverMarks, FormAndSizeTellTheKind) {
  auto still = mover(1, Shape::container_ship, {0, 3000}, 220);
  still.velocity_north_mps = 0;
  auto const marks = marks_of({still, mover(2, Shape::car, {3000, 0}, 4.7F), mover(3, Shape::truck, {0, -3000}, 12),
                               mover(4, Shape::buoy, {-3000, 0}, 3), mover(5, Shape::fishing_boat, {2000, 2000}, 30)});
  ASSERT_EQ(marks.size(), 5U);
  auto const of = [&](std::uint32_t handle) {
    return *std::find_if(marks.begin(), marks.end(), [&](Mark const& m) { return m.handle == handle; });
  };
  EXPECT_EQ(of(1).form, MarkForm::diamond);
  EXPECT_EQ(of(2).form, MarkForm::disc);
  EXPECT_EQ(of(2).colour, theme::kAccent);
  EXPECT_EQ(of(3).form, MarkForm::disc);
  EXPECT_EQ(of(4).form, MarkForm::dot);
  EXPECT_EQ(of(5).form, MarkForm::dart);
  EXPECT_GT(of(1).size_px, of(5).size_px);
  EXPECT_LT(of(4).size_px, 4);
  for (double length = 10; length <= 400; length += 10) {
    EXPECT_GE(mark_size(Shape::bulk_carrier, length), 5);
    EXPECT_LE(mark_size(Shape::bulk_carrier, length), 9);
    EXPECT_LE(mark_size(Shape::bulk_carrier, length), mark_size(Shape::bulk_carrier, length + 10));
  }
}

TEST(MoverMarks, StaleOnesAreGreyInARingThatGrows) {
  auto ship = mover(1, Shape::tanker, {0, 0}, 180);
  ship.freshness = view::Freshness::stale;
  ship.until = kNow - std::chrono::seconds(30);
  ship.t0 = kNow - std::chrono::seconds(90);
  auto marks = marks_of({ship});
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_TRUE(marks[0].stale);
  EXPECT_DOUBLE_EQ(marks[0].stale_s, 30);
  EXPECT_EQ(marks[0].colour, theme::kMarkStale);
  auto const ring_width = [&](double stale_s) {
    marks[0].stale_s = stale_s;
    DrawList list;
    draw_marks(marks, 1, list);
    float width = 0;
    for (OverlayItem const& item : list.items())
      if (item.kind == ItemKind::box) width = std::max(width, item.rect.width());
    return width;
  };
  EXPECT_GT(ring_width(0), marks[0].size_px);
  EXPECT_GT(ring_width(30), ring_width(0));
  EXPECT_FLOAT_EQ(ring_width(600), ring_width(60)); // and no further
}

TEST(MoverMarks, ColoursStandOutFromTheirEdgeAndAreMuted) {
  for (Rgba const colour :
       {theme::kMarkContainer, theme::kMarkBulk, theme::kMarkTanker, theme::kMarkCarCarrier, theme::kMarkFerry,
        theme::kMarkFishing, theme::kMarkTug, theme::kMarkOther, theme::kMarkCar, theme::kMarkAid, theme::kMarkStale})
    EXPECT_GE(contrast_ratio(colour, theme::kMarkEdge, rgba(0x6F8494)), 3); // WCAG 2.1, 1.4.11, on a hazy sea
}

TEST(MoverMarks, NearerOnesAreDrawnLast) {
  auto near = mover(9, Shape::ferry, {0, 0}, 100), far = mover(2, Shape::ferry, {9000, 0}, 100);
  auto const marks = marks_of({near, far});
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].handle, 2U);
  EXPECT_EQ(marks[1].handle, 9U);
}

/// The rule of thin_marks, each mark against each that is kept.
std::vector<std::uint32_t> kept_by_brute_force(std::vector<Mark> marks) {
  std::sort(marks.begin(), marks.end(), [](Mark const& a, Mark const& b) {
    return std::tuple(!a.focus, a.stale, -a.size_px, -a.length_m, a.handle) <
           std::tuple(!b.focus, b.stale, -b.size_px, -b.length_m, b.handle);
  });
  std::vector<Mark> kept;
  for (Mark const& m : marks)
    if (std::none_of(kept.begin(), kept.end(), [&](Mark const& k) {
          return std::hypot(m.at.x - k.at.x, m.at.y - k.at.y) * 2 / (m.size_px + k.size_px) < 0.6F;
        }))
      kept.push_back(m);
  std::vector<std::uint32_t> handles;
  for (Mark const& m : kept)
    handles.push_back(m.handle);
  std::sort(handles.begin(), handles.end());
  return handles;
}

TEST(MoverMarks, ThinningKeepsTheImportantAsBruteForceDoes) {
  std::size_t dropped = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> x(-10, 90), size(3, 14);
    std::vector<Mark> marks(300);
    for (std::size_t i = 0; i < marks.size(); ++i) {
      marks[i].handle = static_cast<std::uint32_t>(i + 1);
      marks[i].at = {x(random), x(random), 1000};
      marks[i].size_px = std::round(size(random));
      marks[i].length_m = std::round(size(random));
      marks[i].stale = random() % 8 == 0;
      marks[i].focus = i == 17;
    }
    auto const expected = kept_by_brute_force(marks);
    dropped += marks.size() - expected.size();
    thin_marks(marks);
    std::vector<std::uint32_t> handles;
    for (Mark const& m : marks) {
      handles.push_back(m.handle);
      EXPECT_GT(m.opacity, 0);
    }
    EXPECT_TRUE(std::is_sorted(handles.begin(), handles.end())); // order kept
    EXPECT_EQ(handles, expected);
    EXPECT_TRUE(std::binary_search(handles.begin(), handles.end(), 18U)); // the selected one always
  }
  EXPECT_GT(dropped, 1000U);
}

TEST(MoverMarks, ThinnedOnesFadeByHowMuchIsCovered) {
  std::vector<Mark> marks(2);
  marks[0].size_px = 10;
  marks[1].size_px = 8;
  marks[0].handle = 1;
  marks[1].handle = 2;
  auto const opacity_at = [&](float distance_px) {
    auto both = marks;
    both[1].at.x = distance_px;
    thin_marks(both);
    EXPECT_DOUBLE_EQ(both[0].opacity, 1);
    return both.size() == 2 ? both[1].opacity : 0.0;
  };
  EXPECT_DOUBLE_EQ(opacity_at(5.3F), 0); // less than 0.6 of 5 + 4
  EXPECT_NEAR(opacity_at(5.401F), 2.0 / 3, 1e-3);
  EXPECT_NEAR(opacity_at(0.725F * 9), 5.0 / 6, 1e-6);
  EXPECT_DOUBLE_EQ(opacity_at(9), 1);
}

TEST(MoverMarks, StepBackUnderText) {
  std::vector<Mark> marks(3);
  marks[0].at = {50, 50, 1000};
  marks[1].at = {50, 71, 1000};
  marks[2].at = {60, 60, 1000};
  marks[2].focus = true;
  dim_under({40, 40, 90, 70}, marks);
  EXPECT_LT(marks[0].opacity, 0.5);
  EXPECT_DOUBLE_EQ(marks[1].opacity, 1); // below the text
  EXPECT_DOUBLE_EQ(marks[2].opacity, 1); // selected
}

TEST(MoverMarks, TheSameInAnyOrder) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> place(-9000, 9000);
  std::vector<view::Mover> movers;
  for (std::uint32_t i = 1; i <= 400; ++i)
    movers.push_back(mover(i, static_cast<Shape>(i % 15), {place(random), place(random)}, 10 + 30.0F * (i % 7)));
  auto const first = marks_of(movers, 5);
  std::shuffle(movers.begin(), movers.end(), random);
  auto const second = marks_of(movers, 5);
  ASSERT_GT(first.size(), 100U);
  ASSERT_EQ(first.size(), second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].handle, second[i].handle);
    EXPECT_EQ(first[i].opacity, second[i].opacity);
  }
  EXPECT_EQ(std::count_if(first.begin(), first.end(), [](Mark const& m) { return m.focus; }), 1);
}

TEST(MoverMarks, AreThreeQuartersAtLeast) {
  EXPECT_DOUBLE_EQ(mark_scale(720), 1);
  EXPECT_DOUBLE_EQ(mark_scale(2160), 3);
  EXPECT_DOUBLE_EQ(mark_scale(360), 0.75);
}

TEST(MoverMarks, ADartIsFilledWhereItPointsAndNotInItsNotch) {
  Mark mark;
  mark.at = {20, 20, 1000};
  mark.direction_x = 1;
  mark.direction_y = 0;
  mark.size_px = 20;
  mark.colour = rgba(0xFFFFFF);
  DrawList list;
  draw_marks(std::span(&mark, 1), 1, list);
  GlyphAtlas const atlas(find_fonts());
  auto picture = test::blank(40, 40, rgba(0x0000FF));
  test::rasterize(list, atlas, picture);
  EXPECT_GT(picture.at(28, 20)[0], 250); // towards the tip
  EXPECT_LT(picture.at(12, 20)[0], 40);  // the notch
  EXPECT_GT(picture.at(13, 25)[0], 200); // a wing
  EXPECT_GT(picture.at(13, 14)[0], 200); // the other
  EXPECT_EQ(picture.at(34, 20)[2], 255); // beside it
}

TEST(MarkOpacity, FadesAsTheModelBecomesReadableAndFarAway) {
  EXPECT_EQ(mark_opacity(5, 1000), 1);
  EXPECT_EQ(mark_opacity(18, 1000), 0);
  EXPECT_EQ(mark_opacity(5, 39e3), 1);
  EXPECT_NEAR(mark_opacity(5, 47.5e3), 0.5, 1e-9);
  EXPECT_EQ(mark_opacity(5, 56e3), 0);
}
} // namespace
} // namespace dalian::ui
