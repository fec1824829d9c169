#include "tools/bake/models/catalog.hpp"
#include "tools/bake/models/fields.hpp"
#include "tools/bake/models/grammar.hpp"
#include "tools/bake/models/levels.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <glm/geometric.hpp>
#include <gmock/gmock.h>

namespace dalian::bake {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class GrammarTest : public testing::Test {
 protected:
  fs::path folder = fs::path(testing::TempDir()) / "grammar_test";
  void SetUp() override {
    fs::create_directories(folder);
    write("palette.toml", "wall = { color = \"#ffffff\" }\n");
  }
  void write(std::string const& name, std::string const& text) const { std::ofstream(folder / name) << text; }

  Shape build(std::string const& text, Parameters const& given = {}, int level = 0) const {
    write("thing.toml", text);
    Palette const palette = Palette::read(folder / "palette.toml");
    return Grammar(folder, palette).build("thing", given, level);
  }
  std::string error_of(std::string const& text) const {
    try {
      build(text);
    } catch (SourceError const& e) {
      return e.what();
    }
    return "no error";
  }
};

TEST_F(GrammarTest, PlacesRepeatsMirrorsAndCounts) {
  Shape const shape =
      build("[parameters]\nwide = 4\nlong = \"wide * 2\"\n"
            "[[part]]\nop = \"box\"\nsize = [\"wide\", \"long\", 1]\nmaterial = \"wall\"\nrepeat = [3, 1, 2]\n"
            "step = [10, 0, 5]\n"
            "[[part]]\nop = \"box\"\nsize = [1, 1, 1]\nat = [20, 0, 0]\nmirror = \"x\"\nmaterial = \"wall\"\n"
            "[[part]]\nop = \"box\"\nsize = [99, 1, 1]\nmaterial = \"wall\"\nlevels = [2, 3]\n");
  EXPECT_EQ(shape.size(), (6 + 2) * 10U) << "five sides of two triangles each";
  Box const box = bounding_box(shape);
  EXPECT_FLOAT_EQ(box.min.x, -20.5F);
  EXPECT_FLOAT_EQ(box.max.x, 20.5F);
  EXPECT_FLOAT_EQ(box.size().y, 8);
  EXPECT_FLOAT_EQ(box.max.z, 6);
}

TEST_F(GrammarTest, WhatSpinsIsMarkedAndItsAxisIsRead) {
  std::string const part = "[[part]]\nop = \"box\"\nsize = [1, 1, 1]\nmaterial = \"wall\"\n";
  std::string const spin = "[spin]\npivot = [1, 2, \"hub\"]\naxis = [0, 3, 0]\nrpm = 9\n";
  Shape const shape = build("[parameters]\nhub = 120\n" + spin + part + part + "spins = 1\n");
  EXPECT_EQ(std::ranges::count(shape, true, &Face::spins), 10);
  Palette const palette = Palette::read(folder / "palette.toml");
  auto const found = Grammar(folder, palette).spin("thing", {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pivot, glm::vec3(1, 2, 120));
  EXPECT_EQ(found->axis, glm::vec3(0, 1, 0)) << "of unit length";
  write("thing.toml", "[spin]\npivot = [0, 0, 0]\naxis = [0, 0, 0]\nrpm = 9\n" + part);
  EXPECT_THROW(Grammar(folder, palette).spin("thing", {}), SourceError) << "an axis without length";
  write("thing.toml", part);
  EXPECT_FALSE(Grammar(folder, palette).spin("thing", {}));
}

TEST_F(GrammarTest, TurnsClockwise) {
  Shape const shape = build(
      "[[part]]\nop = \"box\"\nsize = [1, 1, 1]\nat = [0, 0, 0]\nturn = 90\nmaterial = \"wall\"\nlean = [0, 5]\n");
  EXPECT_NEAR(bounding_box(shape).max.x, 5.5F, 1e-5F) << "what pointed north points east";
}

TEST_F(GrammarTest, UsesOtherFilesWithParameters) {
  write("post.toml",
        "[parameters]\nheight = 1\n[[part]]\nop = \"box\"\nsize = [1, 1, \"height\"]\nmaterial = \"wall\"\n");
  Shape const shape = build("[[part]]\nuse = \"post\"\nat = [0, 0, 2]\nwith = { height = 7 }\n");
  EXPECT_FLOAT_EQ(bounding_box(shape).max.z, 9);
}

TEST_F(GrammarTest, ErrorsNameFilePartAndField) {
  std::string const box = "[[part]]\nop = \"box\"\nmaterial = \"wall\"\nsize = [1, 1, 1]\n";
  EXPECT_THAT(error_of("[[part]]\nop = \"box\"\nmaterial = \"wall\"\n"),
              HasSubstr("thing.toml: part 1: 'size' is missing"));
  EXPECT_THAT(error_of(box + "sise = 2\n"), HasSubstr("'sise' is not a field here"));
  EXPECT_THAT(error_of(box + "tilt = \"2 *\"\n"), HasSubstr("'tilt' is no number"));
  EXPECT_THAT(error_of("[[part]]\nop = \"bax\"\n"), HasSubstr("names no operator: 'bax'"));
  EXPECT_THAT(error_of("[[part]]\nop = \"box\"\nmaterial = \"gold\"\nsize = [1, 1, 1]\n"),
              HasSubstr("no material 'gold'"));
  EXPECT_THAT(error_of("[[part]]\nuse = \"nothing\"\n"), HasSubstr("nothing.toml: there is no such file"));
  EXPECT_THAT(error_of("[[part]]\nuse = \"thing\"\n"), HasSubstr("use each other in a circle"));
  EXPECT_THAT(error_of("[[part]\n"), HasSubstr("thing.toml"));
  EXPECT_THAT(error_of("[parameters]\na = \"b\"\nb = \"a\"\n" + box), HasSubstr("unknown name"));
}

TEST_F(GrammarTest, TheSameSourceGivesTheSameShape) {
  std::string const text =
      "[[part]]\nop = \"crown\"\nsize = [4, 4, 5]\nmaterial = \"wall\"\n"
      "[[part]]\nop = \"box\"\nsize = [1, 1, \"share\"]\nmaterial = \"wall\"\nrepeat = [9, 1, 1]\nstep = [2, 0, 0]\n";
  auto const levels = [&] { return make_levels([&](int level) { return build(text, {}, level); }, kLevels); };
  auto const a = levels(), b = levels();
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].error_m, b[i].error_m);
    ASSERT_EQ(a[i].shape.size(), b[i].shape.size());
    for (std::size_t f = 0; f < a[i].shape.size(); ++f) {
      for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_EQ(a[i].shape[f].corners[k].position, b[i].shape[f].corners[k].position);
        EXPECT_EQ(a[i].shape[f].corners[k].openness, b[i].shape[f].corners[k].openness);
      }
    }
  }
}

TEST(SurfaceDistance, OfTwoPlatesIsTheirGap) {
  auto const plate = [](float z) {
    Shape shape;
    Builder out(shape, glm::mat4(1));
    out.quad({-5, -5, z}, {5, -5, z}, {5, 5, z}, {-5, 5, z});
    return shape;
  };
  EXPECT_NEAR(surface_distance(plate(1), plate(1)), 0, 1e-5);
  EXPECT_NEAR(surface_distance(plate(1), plate(3.5F)), 2.5, 1e-4);
}

} // namespace
} // namespace dalian::bake
