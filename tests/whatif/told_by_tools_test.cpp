// What the tools of a planner say, in every language.
#include "twin/plan/told_by_tools.hpp"

#include "tests/plan/random_edits.hpp"
#include "twin/plan/tools.hpp"
#include "twin/whatif/report.hpp"

#include <cstdlib>

namespace dalian::whatif {
namespace {

ReportWords words_in(std::string const& language) {
  auto const file = std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/lang/report.json";
  auto words = read_report_words(file, language);
  EXPECT_TRUE(words) << words.error();
  return std::move(words).value();
}

TEST(ToldByTools, EveryCodeHasItsWordsWithItsValues) {
  for (std::string const language : {"en", "ja", "zh"}) {
    auto const words = words_in(language);
    for (plan::ToolWords const& w : plan::kToolWords) {
      plan::Finding finding{plan::Severity::error, "building", "x", "", std::string(w.english)};
      finding.code = w.code;
      finding.values = {"{0}", "{1}", "{2}"}; // so that the English words come back as they are
      auto const told = words.of_finding(finding);
      EXPECT_EQ(told == plan::to_text(finding), language == "en") << w.code << ": " << told;
      for (std::string const value : {"{0}", "{1}", "{2}"})
        EXPECT_EQ(told.find(value) == std::string::npos, w.english.find(value) == std::string_view::npos)
            << language << ' ' << w.code << ' ' << value;
    }
  }
}

TEST(ToldByTools, ARefusalIsToldWithItsValuesInTheReadersLanguage) {
  auto const town = plan::testing::town();
  auto const draft = plan::place_building({town, nullptr}, plan::ring_of({to_map(GeoPoint{121.62, 39.21}), 40, 20, 0}),
                                          {{"use", std::string("office")}}); // where two streets cross
  ASSERT_TRUE(draft.refused());
  auto const on_road = std::ranges::find(draft.findings, std::string(plan::kOnRoad.code), &plan::Finding::code);
  ASSERT_NE(on_road, draft.findings.end());
  ASSERT_EQ(on_road->values.size(), 1u);
  EXPECT_EQ(on_road->message, "stands on road '" + on_road->values[0] + "': place it beside");
  EXPECT_NE(words_in("zh").of_finding(*on_road).find("位于道路“" + on_road->values[0] + "”上"), std::string::npos);
}

TEST(ToldByTools, HowSeriousAndWhereIsToldInTheReadersLanguageToo) {
  plan::Finding const finding{plan::Severity::warning, "hydrogen", "njip/h-1", "bus", "takes the nearest bus"};
  EXPECT_EQ(words_in("en").of_finding(finding), "warning: hydrogen works 'njip/h-1', busbar: takes the nearest bus");
  EXPECT_EQ(words_in("zh").of_finding(finding), "警告：氢能设施“njip/h-1”，接入母线：takes the nearest bus");
  EXPECT_EQ(words_in("ja").of_finding({plan::Severity::note, "", "", "", "so"}), "補足：so");
  EXPECT_EQ(ReportWords("zh", {}).of_finding(finding), plan::to_text(finding)) << "a table that could not be read";
}

} // namespace
} // namespace dalian::whatif
