// Every finding that has a code is told in every language, with all its values; and no words are left over.
#include "tests/whatif/engines.hpp"
#include "twin/plan/told_by_tools.hpp"
#include "twin/whatif/energy_words.hpp"
#include "twin/whatif/flood_words.hpp"
#include "twin/whatif/gas_words.hpp"
#include "twin/whatif/hazard_words.hpp"
#include "twin/whatif/land_words.hpp"
#include "twin/whatif/port_words.hpp"
#include "twin/whatif/power_words.hpp"
#include "twin/whatif/report.hpp"
#include "twin/whatif/services_words.hpp"
#include "twin/whatif/sun_words.hpp"
#include "twin/whatif/traffic_words.hpp"
#include "twin/whatif/water_words.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace dalian::whatif {
namespace {

using namespace testing;

std::vector<Words> all_words() {
  std::vector<Words> out;
  auto const add = [&](auto const& list) { out.insert(out.end(), list.begin(), list.end()); };
  add(kEnergyWords), add(kFloodWords), add(kGasWords), add(kHazardWords), add(kLandWords), add(kPortWords);
  add(kPowerWords), add(kPowerFlowWords), add(kServicesWords), add(kSunWords), add(kTrafficWords), add(kWaterWords);
  for (plan::ToolWords const& w : plan::kToolWords)
    out.push_back({w.code, w.english});
  return out;
}

/// Which of {0} … {9} a text names.
std::set<int> named(std::string_view text) {
  std::set<int> out;
  for (std::size_t i = 0; i + 2 < text.size(); ++i)
    if (text[i] == '{' && text[i + 2] == '}') out.insert(text[i + 1] - '0');
  return out;
}

TEST(Words, EveryCodeIsToldInEveryLanguageWithItsValues) {
  std::ifstream in(assets_source() / "lang/report.json");
  auto const table = nlohmann::json::parse(in);
  std::set<std::string> codes;
  for (Words const& w : all_words()) {
    std::string const key = "finding." + std::string(w.code);
    EXPECT_TRUE(codes.insert(key).second) << w.code << " stands for two things";
    ASSERT_TRUE(table.contains(key)) << key << ": add it to assets/lang/report.json";
    EXPECT_EQ(table[key]["en"].get<std::string>(), w.english) << w.code;
    for (std::string const language : {"ja", "zh"}) {
      ASSERT_TRUE(table[key].contains(language)) << key << " in " << language;
      auto const here = table[key][language].get<std::string>();
      EXPECT_EQ(named(here), named(w.english)) << w.code << " in " << language << ": " << here;
      EXPECT_NE(here, w.english) << w.code << " in " << language;
    }
  }
  for (auto const& [key, words] : table.items()) {
    if (!key.starts_with("finding.")) continue;
    EXPECT_TRUE(codes.contains(key)) << key << " is of no finding";
  }
}

TEST(Words, EveryLayerAndFieldHasItsNameInEveryLanguage) {
  std::ifstream in(assets_source() / "lang/report.json");
  auto const table = nlohmann::json::parse(in);
  std::set<std::string> wanted;
  for (plan::LayerSpec const& layer : plan::schema()) {
    wanted.insert("layer." + std::string(layer.name));
    for (plan::FieldSpec const& field : layer.fields)
      wanted.insert("field." + std::string(field.name));
  }
  std::set<std::string> named;
  for (auto const& [key, words] : table.items())
    if (key.starts_with("layer.") || key.starts_with("field.")) named.insert(key);
  EXPECT_EQ(named, wanted);
}

} // namespace
} // namespace dalian::whatif
