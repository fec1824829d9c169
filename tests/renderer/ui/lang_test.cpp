#include "renderer/ui/lang.hpp"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <sstream>

namespace dalian::ui {
namespace {

namespace fs = std::filesystem;

Lang load() {
  auto lang = Lang::load(fs::path(std::getenv("DALIAN_ASSETS")) / "lang");
  EXPECT_TRUE(lang) << lang.error();
  return std::move(lang).value();
}

std::size_t placeholders(std::string const& text) {
  std::size_t count = 0;
  for (auto at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + 2))
    ++count;
  return count;
}

TEST(Lang, EveryKeyInEveryLanguageWithTheSamePlaceholders) {
  Lang const lang = load();
  EXPECT_EQ(lang.gaps(), "");
  auto const& english = lang.all(Language::en);
  ASSERT_GT(english.size(), 50U);
  for (Language const language : kLanguages) {
    EXPECT_EQ(lang.all(language).size(), english.size()) << code(language);
    for (auto const& [key, text] : english) {
      auto const it = lang.all(language).find(key);
      ASSERT_NE(it, lang.all(language).end()) << key << " is missing in " << code(language);
      EXPECT_FALSE(it->second.empty()) << key;
      EXPECT_EQ(placeholders(it->second), placeholders(text)) << key << " in " << code(language);
    }
  }
}

/// Every literal that looks like a key in code that makes or shows words; one that ends in a dot is the beginning of
/// many.
std::set<std::string> keys_in_sources() {
  std::regex const pattern("\"((?:app|view|provenance|freshness|kind|inspector|caption|toolbar|feed|tooltip|help|"
                           "legend|layer|use|notice|workplace|alarms|fleet|car|signals|incident|kpi|search|bookmark|"
                           "measure|section|story|status|plan)\\.[a-z_.0-9]*[a-z_0-9])\"");
  std::set<std::string> keys;
  for (auto const* folder : {"renderer", "twin/view"})
    for (auto const& entry : fs::recursive_directory_iterator(fs::path(std::getenv("DALIAN_SOURCE")) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
      std::stringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      std::string const source = text.str();
      for (std::sregex_iterator it(source.begin(), source.end(), pattern), end; it != end; ++it)
        keys.insert((*it)[1]);
    }
  return keys;
}

TEST(Lang, EveryKeyUsedInTheSourcesExists) {
  Lang const lang = load();
  auto const keys = keys_in_sources();
  ASSERT_TRUE(keys.contains("caption.synthetic")); // the search itself works
  for (std::string const& key : keys)
    EXPECT_TRUE(lang.all(Language::en).contains(key)) << key;
}

TEST(Lang, EveryNamedViewHasAWordForItsButton) {
  Lang const lang = load();
  std::ifstream views(fs::path(std::getenv("DALIAN_SOURCE")) / "assets/config/views.toml");
  std::regex const id("^id *= *\"([a-z_]+)\"");
  std::size_t found = 0;
  std::smatch match;
  for (std::string line; std::getline(views, line);)
    if (std::regex_search(line, match, id)) {
      ++found;
      EXPECT_TRUE(lang.all(Language::en).contains("view." + match[1].str())) << match[1];
    }
  EXPECT_GT(found, 5U);
}

TEST(Lang, UnknownKeyShowsItself) {
  Lang const lang = load();
  EXPECT_EQ(lang.text(Language::ja, "no.such.key"), "no.such.key");
  EXPECT_EQ(lang.text(Language::en, "feed.age", "0.8"), "age 0.8 s");
}

TEST(Lang, ATextThatOneFileLacksIsToldInEnglishAndSaid) {
  auto const folder = fs::temp_directory_path() / "dalian_lang_gaps_test";
  fs::create_directories(folder);
  std::ofstream(folder / "en.json") << R"({"a": "one", "b": "two"})";
  std::ofstream(folder / "zh.json") << R"({"a": "一", "b": "二", "c": "三"})";
  std::ofstream(folder / "ja.json") << R"({"a": "一"})";
  auto const lang = Lang::load(folder);
  fs::remove_all(folder);
  ASSERT_TRUE(lang) << lang.error();
  EXPECT_EQ(lang->text(Language::ja, "a"), "一");
  EXPECT_EQ(lang->text(Language::ja, "b"), "two");
  EXPECT_EQ(lang->text(Language::ja, "c"), "c");
  EXPECT_EQ(lang->gaps(), "ja.json lacks 2 texts, b first; en.json lacks 1 texts, c first: shown in English, or by "
                          "their names");
}

TEST(Lang, BadFilesAreNamed) {
  auto const folder = fs::temp_directory_path() / "dalian_lang_test";
  fs::create_directories(folder);
  fs::remove(folder / "zh.json");
  auto missing = Lang::load(folder);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find("zh.json"), std::string::npos);
  for (auto const* bad : {"{\"a\": 1}", "[", "[]", ""}) {
    std::ofstream(folder / "zh.json") << bad;
    auto const result = Lang::load(folder);
    ASSERT_FALSE(result) << bad;
    EXPECT_NE(result.error().find("zh.json"), std::string::npos);
  }
  fs::remove_all(folder);
}

TEST(Lang, LanguageOfALocale) {
  EXPECT_EQ(language_from("ja_JP.UTF-8"), Language::ja);
  EXPECT_EQ(language_from("zh_CN"), Language::zh);
  EXPECT_EQ(language_from("C"), Language::en);
  EXPECT_EQ(next(Language::en), Language::zh);
}

} // namespace
} // namespace dalian::ui
