#include "tests/support/temp_folder.hpp"
#include "tests/whatif/engines.hpp"
#include "twin/whatif/plot.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace dalian::whatif {
namespace {

using namespace testing;

std::string programme_text() {
  std::ifstream in(assets_source() / "config/programme.toml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The error of the project's table with `from` replaced by `to`; without the file's path.
std::string why(std::string const& from, std::string const& to) {
  std::string text = programme_text();
  auto const at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  test::TempFolder const folder;
  std::ofstream(folder.path() / "p.toml") << text;
  auto const read = read_programme(folder.path() / "p.toml");
  if (read) return "";
  return read.error().substr(read.error().find("'"));
}

TEST(Programme, EveryFigureHasUnitSourceAndConfidence) {
  for (auto const* table : {&programme()->coefficients, &programme()->figures})
    for (auto const& [name, coefficient] : *table) {
      EXPECT_FALSE(coefficient.unit.empty()) << name;
      EXPECT_GT(coefficient.source.size(), 20u) << name;
      EXPECT_TRUE(coefficient.confidence == "verified" || coefficient.confidence == "secondary" ||
                  coefficient.confidence == "recollected" || coefficient.confidence == "assumption")
          << name;
      for (auto const& [group, range] : coefficient.by_group)
        EXPECT_TRUE(range.low <= range.value && range.value <= range.high) << name << " " << group;
    }
}

TEST(Programme, EveryUseOfTheCityIsKnownAndHasACode) {
  city().for_each(plan::Layer::parcel, [](plan::Entity const& parcel) {
    auto const* use = programme()->use(parcel.text("use"));
    ASSERT_NE(use, nullptr) << parcel.id();
    // First letters of GB 50137-2011, and E9, what is not built on.
    EXPECT_NE(std::string("RABMWSUGE").find(use->code[0]), std::string::npos) << use->code;
  });
}

TEST(Programme, ReasonsNameLineFieldAndRemedy) {
  EXPECT_EQ(why("code = \"M2\"", "code = \"\""), "'code' is empty; give the code of GB 50137");
  EXPECT_EQ(why("id = \"press_paint\"", "id = \"assembly\""), "'id' is there twice; leave one out");
  EXPECT_EQ(why("low = { car = 40, parts = 50,", "low = { car = 400, parts = 50,"),
            "'low' has the range 400…80 about 240; low, value and high must rise from 0");
  EXPECT_EQ(why("low = { car = 40, parts = 50,", "low = { car = nan, parts = 50,"),
            "'low' has the range nan…80 about nan; low, value and high must rise from 0");
  EXPECT_EQ(why("low = { car = 40, parts = 50,", "low = { parts = 50,"), "'low' lacks 'car'");
  EXPECT_EQ(why("name = \"household\"", "name = \"houses\""), "'figure' 'household' is missing; add it");
  EXPECT_EQ(why("far = 0.47", "far = -1"), "'far' is -1; it must be within 0…30");
}

TEST(Plot, OneHectareByHand) {
  // Two hectares of car works at 0.47: 40…80 jobs/ha, 80…250 million CNY/ha, 45 m³/ha of water of which 0.7 goes down,
  // 350 kW/ha for 4750 h, 90 W/m² on 9400 m².
  Plot plot{"p", "z", programme()->use("assembly"), 20000, 9400, 2};
  auto const amounts = amounts_of(plot, *programme());
  auto const at = [&](Amount a) { return amounts[static_cast<std::size_t>(a)]; };
  EXPECT_EQ(at(Amount::jobs), (Range{80, 120, 160}));
  EXPECT_DOUBLE_EQ(at(Amount::output).value, 0.33);
  EXPECT_DOUBLE_EQ(at(Amount::wastewater).value, 2 * 45 * 0.7);
  EXPECT_DOUBLE_EQ(at(Amount::electricity).value, 2 * 350e-6 * 4750);
  EXPECT_DOUBLE_EQ(at(Amount::heat).value, 9400 * 90e-6);
  EXPECT_EQ(at(Amount::residents), Range{});
  // 10 500 m² of flats at 105 m² are 100 households of 2.29 persons: 229; 2400 MJ each of gas at 37.25 MJ/m³.
  plot = {"p", "z", programme()->use("residential"), 9375, 10500, 0.9375};
  auto const homes = amounts_of(plot, *programme());
  EXPECT_DOUBLE_EQ(homes[1].value, 229);
  EXPECT_DOUBLE_EQ(homes[static_cast<std::size_t>(Amount::gas)].value, 229 * 2400 / 37.25 / 1e6);
  EXPECT_DOUBLE_EQ(homes[static_cast<std::size_t>(Amount::waste)].value, 0.229);
}

} // namespace
} // namespace dalian::whatif
