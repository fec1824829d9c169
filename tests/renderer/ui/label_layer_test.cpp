#include "renderer/ui/label_layer.hpp"

#include "renderer/ui/utf8.hpp"
#include "twin/layout/city_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <glm/gtc/matrix_transform.hpp>
#include <gtest/gtest.h>
#include <random>

namespace dalian::ui {
namespace {

namespace fs = std::filesystem;

/// The baked city, once for all tests here.
struct Baked {
  std::shared_ptr<view::City const> city;
  std::shared_ptr<view::Terrain const> terrain;
};
Baked const& baked() {
  static Baked const assets = [] {
    fs::path const folder = std::getenv("DALIAN_ASSETS");
    return Baked{std::make_shared<view::City>(layout::read_city(folder / "city.pb").value()),
                 std::make_shared<view::Terrain>(layout::read_terrain(folder / "terrain.bin").value())};
  }();
  return assets;
}

ViewFrustum look(GeoPoint at, double distance_m, double heading_deg, double down_deg, int width, int height) {
  MapPoint const target = to_map(at);
  double const h = glm::radians(heading_deg), d = glm::radians(down_deg);
  glm::dvec3 const to{target.east_m, target.north_m, 0};
  glm::dvec3 const eye =
      to - distance_m * glm::dvec3(std::sin(h) * std::cos(d), std::cos(h) * std::cos(d), -std::sin(d));
  double const f = 1.0 / std::tan(glm::radians(19.0));
  glm::dmat4 projection(0);
  projection[0][0] = f * height / width;
  projection[1][1] = -f;
  projection[3][2] = 1;
  projection[2][3] = -1;
  return {eye, projection * glm::lookAt(glm::dvec3(0), to - eye, glm::dvec3(0, 0, 1)), width, height};
}

class LabelLayerTest : public testing::Test {
 protected:
  void SetUp() override {
    MapPoint const near = to_map({121.885, 39.015});
    std::mt19937 random(11);
    std::uniform_real_distribution<double> offset(-1500, 1500);
    for (std::uint32_t handle = 1; handle <= 40; ++handle) {
      view::Mover m;
      m.handle = handle;
      m.provenance = handle % 2 == 0 ? Provenance::synthetic : Provenance::live;
      m.position = {near.east_m + offset(random), near.north_m + offset(random)};
      m.length_m = 200;
      m.width_m = 32;
      m.velocity_east_mps = 5;
      m.until = from_unix_ns(0) + std::chrono::hours(1);
      movers.push_back(m);
    }
  }
  LabelFrame frame_of(ViewFrustum const& view, Language language = Language::zh) {
    LabelFrame frame;
    frame.view = view;
    frame.language = language;
    frame.movers = movers;
    frame.name_of = [](std::uint32_t handle) { return "SHIP " + std::to_string(handle); };
    return frame;
  }

  GlyphAtlas atlas{find_fonts()};
  TextPainter painter{atlas};
  std::vector<view::Mover> movers;
};

TEST_F(LabelLayerTest, NothingOverlapsAndNothingIsCutInAnyView) {
  unsigned const seed = 3;
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> lon(121.3, 122.0), lat(39.0, 39.5), heading(0, 360), down(18, 45), far(7, 11);
  std::size_t most = 0;
  for (int round = 0; round < 60; ++round) {
    LabelLayer layer(baked().city, baked().terrain, painter);
    bool const small = round % 3 == 0;
    auto const view = look({lon(random), lat(random)}, std::exp(far(random)), heading(random), down(random),
                           small ? 640 : 1920, small ? 360 : 1080);
    LabelFrame frame = frame_of(view, kLanguages[static_cast<std::size_t>(round) % 3]);
    frame.obstacles = {{0, 0, 300, 60}};
    DrawList list;
    layer.draw(frame, list);
    auto const& shown = layer.shown();
    most = std::max(most, shown.size());
    for (std::size_t a = 0; a < shown.size(); ++a) {
      EXPECT_TRUE(shown[a].box.inside({0, 0, static_cast<float>(view.width), static_cast<float>(view.height)}))
          << "seed " << seed << ", round " << round;
      EXPECT_FALSE(shown[a].box.overlaps(frame.obstacles[0]));
      for (std::size_t b = a + 1; b < shown.size(); ++b)
        EXPECT_FALSE(shown[a].box.overlaps(shown[b].box)) << shown[a].text << " / " << shown[b].text;
    }
  }
  EXPECT_GT(most, 8U);
}

TEST_F(LabelLayerTest, SameFrameSameLabels) {
  auto const view = look({121.885, 39.015}, 2500, 340, 22, 1280, 720);
  LabelLayer a(baked().city, baked().terrain, painter), b(baked().city, baked().terrain, painter);
  DrawList first, second;
  a.draw(frame_of(view), first);
  b.draw(frame_of(view), second);
  ASSERT_EQ(first.items().size(), second.items().size());
  for (std::size_t i = 0; i < first.items().size(); ++i)
    EXPECT_EQ(std::memcmp(&first.items()[i], &second.items()[i], sizeof(OverlayItem)), 0) << i;
}

TEST_F(LabelLayerTest, TheSelectedShipIsAlwaysNamed) {
  auto const view = look({121.885, 39.015}, 2500, 340, 22, 640, 360);
  for (view::Mover const& m : movers) {
    auto const at = view.project({m.position.east_m, m.position.north_m, 16});
    if (!at || at->x < 60 || at->y < 60 || at->x > 580 || at->y > 300) continue;
    LabelLayer layer(baked().city, baked().terrain, painter);
    LabelFrame frame = frame_of(view);
    frame.now = m.t0;
    frame.focus = m.handle;
    DrawList list;
    layer.draw(frame, list);
    auto const& shown = layer.shown();
    EXPECT_TRUE(std::any_of(shown.begin(), shown.end(), [&](auto const& s) {
      return s.text == "SHIP " + std::to_string(m.handle);
    })) << m.handle;
  }
}

// From afar at its middle; up close the name must not cover the city that one looks at.
TEST_F(LabelLayerTest, AZoneThatFillsThePictureIsNamedBeyondIt) {
  movers.clear();
  auto const foot_of_name = [&](double distance_m) {
    LabelLayer layer(baked().city, baked().terrain, painter);
    DrawList list;
    layer.draw(frame_of(look({121.676, 39.259}, distance_m, 335, 21, 1280, 720)), list);
    for (auto const& s : layer.shown())
      if (s.tier == Tier::zone && s.text.starts_with("新日本")) return s.box.y1;
    return -1.0F;
  };
  EXPECT_GT(foot_of_name(24000), 260);
  float const near = foot_of_name(3900);
  EXPECT_GT(near, 0);
  EXPECT_LT(near, 250);
}

TEST_F(LabelLayerTest, AVehicleIsNamedAboveItsRoof) {
  movers.resize(1);
  view::Mover& car = movers.front();
  MapPoint const at = to_map({121.885, 39.015});
  car.position = at;
  car.shape = view::Shape::car;
  car.length_m = 4.6F;
  car.velocity_east_mps = 0;
  auto const view = look({121.885, 39.015}, 36, 31, 6, 1280, 720);
  LabelLayer layer(baked().city, baked().terrain, painter);
  LabelFrame frame = frame_of(view);
  frame.now = car.t0;
  frame.focus = car.handle;
  DrawList list;
  layer.draw(frame, list);
  auto const roof = view.project({at.east_m, at.north_m, 1.9});
  ASSERT_TRUE(roof);
  auto const named = std::ranges::find_if(layer.shown(), [](auto const& s) { return s.text.starts_with("SHIP"); });
  ASSERT_NE(named, layer.shown().end());
  EXPECT_LT(named->box.y1, roof->y - 20);
}

TEST_F(LabelLayerTest, LabelsFadeInAndOutIn150Milliseconds) {
  auto const view = look({121.885, 39.015}, 2500, 340, 22, 1280, 720);
  LabelLayer layer(baked().city, baked().terrain, painter);
  LabelFrame frame = frame_of(view);
  frame.elapsed_s = 0.075;
  DrawList list;
  layer.draw(frame, list);
  ASSERT_FALSE(layer.shown().empty());
  EXPECT_NEAR(layer.shown().front().opacity, 0.5, 1e-6);
  layer.draw(frame, list);
  EXPECT_EQ(layer.shown().front().opacity, 1);
  std::size_t const before = layer.shown().size();
  frame.obstacles = {{100, 0, 1280, 700}}; // a panel over most of it: those whose point is free go softly
  layer.draw(frame, list);
  EXPECT_LT(layer.shown().size(), before);
  frame.elapsed_s = 1;
  layer.draw(frame, list);
  for (ShownLabel const& label : layer.shown())
    EXPECT_FALSE(label.box.overlaps(frame.obstacles[0])) << label.text;
}

/// No tofu: every name of the baked city has its glyphs in the faces that draw it.
TEST_F(LabelLayerTest, EveryNameOfTheCityHasItsGlyphs) {
  std::size_t names = 0;
  auto const check = [&](std::string_view text, Script script) {
    ++names;
    while (!text.empty()) {
      char32_t const c = take_code_point(text);
      EXPECT_FALSE(atlas.glyph({script, Weight::regular, 16, c, 0}).missing)
          << "U+" << std::hex << static_cast<unsigned>(c);
      EXPECT_FALSE(atlas.glyph({script, Weight::bold, 16, c, 0}).missing)
          << "U+" << std::hex << static_cast<unsigned>(c);
    }
  };
  for (Feature const& f : city_features(*baked().city, *baked().terrain)) {
    check(f.zh, Script::sc);
    check(f.ja, Script::jp);
    check(f.en, Script::sc);
  }
  EXPECT_GT(names, 150U);
}

TEST(PositionAt, TurnsAndStopsAtUntil) {
  view::Mover m;
  m.velocity_north_mps = 10;
  m.until = m.t0 + std::chrono::seconds(100);
  EXPECT_NEAR(position_at(m, m.t0 + std::chrono::seconds(30)).north_m, 300, 1e-6);
  EXPECT_NEAR(position_at(m, m.t0 + std::chrono::seconds(500)).north_m, 1000, 1e-6);
  m.turn_rate_rps = static_cast<float>(3.14159265358979 / 100); // half a turn to starboard in 100 s: a half circle
  MapPoint const end = position_at(m, m.until);
  EXPECT_NEAR(end.north_m, 0, 0.01);
  EXPECT_NEAR(end.east_m, 2 * 10 * 100 / 3.14159265358979, 0.1);
}

} // namespace
} // namespace dalian::ui
