#include "renderer/app/modelled_figures.hpp"
#include "renderer/app/projects.hpp"
#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <numeric>

namespace dalian::viewer {
namespace {

using testing::HasSubstr;

std::filesystem::path shipped() {
  return std::filesystem::path(std::getenv("DALIAN_SOURCE")) / "assets/city/projects.toml";
}

TEST(Projects, EveryOneIsCountedOnceByZoneAndByIndustry) {
  auto const bank = read_projects(shipped());
  ASSERT_TRUE(bank) << bank.error();
  for (ChartOf const by : {ChartOf::projects_by_zone, ChartOf::projects_by_industry}) {
    int all = 0;
    for (ProjectRow const& row : count_projects(*bank, by))
      all += std::accumulate(row.count.begin(), row.count.end(), 0);
    EXPECT_EQ(static_cast<std::size_t>(all), bank->projects.size());
  }
  EXPECT_THAT(bank->note.en, HasSubstr("made up")) << "the example says what it is";
}

TEST(Projects, SayWhichProjectAndFieldIsWrong) {
  std::ifstream in(shipped());
  std::string const good{std::istreambuf_iterator<char>(in), {}};
  test::TempFolder const folder;
  struct Fault {
    std::string_view what, instead;
    char const* told;
  };
  for (auto const& [what, instead, told] :
       {Fault{"status = \"running\"", "status = \"lost\"", "'status' is one of"},
        Fault{"zone = \"songmudao\"", "zone = \"atlantis\"", "project 14: 'zone' is none"},
        Fault{"industry = \"hydrogen\"", "industry = \"gold\"", "'industry' is none"},
        Fault{"[[zone]]", "[[area]]", "has no [[zone]]"}}) {
    std::string text = good;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
      text.replace(at, what.size(), instead);
    std::ofstream(folder.path() / "p.toml") << text;
    auto const bank = read_projects(folder.path() / "p.toml");
    ASSERT_FALSE(bank) << what;
    EXPECT_THAT(bank.error(), testing::AllOf(HasSubstr("p.toml"), HasSubstr(told)));
  }
}

TEST(ModelledFigures, AreThoseOfTheDocument) { // the form of docs/whatif.md
  auto const figures = ModelledFigures::read(R"({"base": "00", "scenarios": [{"name": "base", "kpis": [
    {"engine": "land", "name": "jobs", "scope": "njip", "value": 7, "low": 5, "high": 9, "unit": "jobs"}]}]})");
  ASSERT_TRUE(figures) << figures.error();
  ModelledFigure const* jobs = figures->find("land.jobs", "njip");
  ASSERT_NE(jobs, nullptr);
  EXPECT_EQ(jobs->value, 7);
  EXPECT_EQ(jobs->low, 5);
  EXPECT_EQ(jobs->high, 9);
  EXPECT_EQ(jobs->unit, "jobs");
  EXPECT_EQ(figures->find("land.jobs", ""), nullptr);
  for (char const* bad : {"", "{}", "{\"scenarios\": []}", "{\"scenarios\": [{\"kpis\": [{\"engine\": 3}]}]}"})
    EXPECT_FALSE(ModelledFigures::read(bad)) << bad;
}

} // namespace
} // namespace dalian::viewer
