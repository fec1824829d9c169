#include "twin/plan/import_report.hpp"

#include "twin/plan/told_by_tools.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

Imported sample() {
  Finding missing{Severity::warning, "", "", "storeys", std::string(kNoValue.english)};
  missing.code = kNoValue.code;
  Finding wrong{Severity::warning, "", "", "use", "cannot be '城堡'"};
  wrong.code = kNotAValue.code;
  wrong.values = {"城堡"};
  TableReport houses{"houses", "areas",    "EPSG:4490", 5, 2, "building", {}, {"building", "parcel"},
                     {"use"},  {"colour"}, {}};
  houses.rejected = {{missing, 1}, {wrong, 2}};
  TableReport notes{"notes", "", "", 7, 0, ""};
  notes.why = {Severity::warning, "", "", "", std::string(kNoGeometry.english)};
  notes.why.code = kNoGeometry.code;
  return {"GPKG",
          {houses, notes},
          RasterReport{3, 2, 1, "EPSG:4326", 0.5, 0.25, std::pair(1.0, 60.0)},
          {{Edit::Kind::add, Layer::storage, "s", {}, {}, {{"at", Shape{{121.6, 39.2}}}, {"power_mw", 10.0}}}}};
}

TEST(ImportReport, ComesBackAsItWas) {
  auto const back = parse_imported(to_text(sample()), "x");
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(*back, sample());
  auto const nothing = parse_imported(to_text(Imported{}), "x");
  ASSERT_TRUE(nothing) << nothing.error();
  EXPECT_EQ(*nothing, Imported{});
}

TEST(ImportReport, WhatIsNoneIsAnErrorThatNamesTheFile) {
  std::string const whole = to_text(sample());
  for (std::size_t length = 0; length + 2 < whole.size(); length += 7) {
    auto const broken = parse_imported(whole.substr(0, length), "city.gpkg");
    ASSERT_FALSE(broken) << length;
    EXPECT_TRUE(broken.error().starts_with("city.gpkg: ")) << broken.error();
  }
  for (char const* text :
       {R"({"format":"dalian-import","version":1})", R"({"format":"dalian-import","version":2,"driver":"x"})",
        R"({"format":"dalian-import","version":1,"driver":"x","tables":[{"name":3}],"edits":[]})",
        R"({"format":"dalian-import","version":1,"driver":"x","tables":[],"edits":[{"do":"fly"}]})",
        R"({"format":"dalian-import","version":1,"driver":"x","tables":[],"raster":{"columns":1},"edits":[]})"}) {
    auto const broken = parse_imported(text, "city.gpkg");
    ASSERT_FALSE(broken) << text;
    EXPECT_TRUE(broken.error().starts_with("city.gpkg: ")) << broken.error();
  }
}

} // namespace
} // namespace dalian::plan
