#include "twin/base/option_table.hpp"

#include "twin/base/version.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sstream>

namespace dalian {
namespace {

using Json = nlohmann::json;

/// A program with a command, an option of each sort, and something hidden.
struct MadeProgram {
  CLI::App app{"Does something.", "made"};
  std::string clock, file;
  int count = 3;
  bool labels = true;

  MadeProgram() {
    app.footer("Examples: made go");
    app.add_option("-c,--clock", clock, "which")->check(CLI::IsMember({"wall", "feed"}))->default_str("wall");
    auto* const go = app.add_subcommand("go", "goes");
    go->add_option("FILE", file, "what to read")->required();
    go->add_option("--count", count, "how many")->capture_default_str();
    go->add_flag("--no-labels{false}", labels, "bare");
    go->add_option_group("from")->add_option("--grouped", file);
    app.add_flag_callback(
           "--secret", [] {}, "nobody is told")
        ->group("");
    add_option_table(app);
  }
};

Json const& named(Json const& list, std::string const& name) {
  for (auto const& entry : list)
    for (auto const& other : entry["names"])
      if (other == name) return entry;
  throw std::runtime_error("no " + name);
}

TEST(OptionTable, SaysWhatHelpSays) {
  MadeProgram const made;
  auto const table = Json::parse(option_table(made.app));
  EXPECT_EQ(table["name"], "made");
  EXPECT_EQ(table["about"], "Does something.");
  EXPECT_EQ(table["footer"], "Examples: made go");
  EXPECT_EQ(table["version"], version());
  auto const& clock = named(table["options"], "--clock");
  EXPECT_EQ(clock["names"], Json({"-c", "--clock"}));
  EXPECT_EQ(clock["choices"], Json({"wall", "feed"}));
  EXPECT_EQ(clock["default"], "wall");
  EXPECT_EQ(clock["type"], "TEXT");
}

TEST(OptionTable, GoesDownToCommandsAndTheirPositionals) {
  MadeProgram const made;
  auto const go = Json::parse(option_table(made.app))["commands"].at(0);
  EXPECT_EQ(go["name"], "go");
  auto const& options = go["options"];
  EXPECT_EQ(named(options, "--count")["default"], "3");
  EXPECT_EQ(named(options, "--no-labels")["type"], ""); // a flag takes nothing
  EXPECT_EQ(named(options, "--grouped")["type"], "TEXT");
  EXPECT_TRUE(Json::parse(option_table(made.app))["commands"].at(0)["commands"].empty());
  auto const file = std::ranges::find_if(options, [](auto const& o) { return o["positional"] == "FILE"; });
  ASSERT_NE(file, options.end());
  EXPECT_EQ((*file)["required"], true);
}

TEST(OptionTable, IsPrintedAndTellsNothingHidden) {
  MadeProgram made;
  char const* const arguments[] = {"made", "--option-table"};
  try {
    made.app.parse(2, arguments);
    FAIL() << "it went on";
  } catch (CLI::ParseError const& told) {
    std::ostringstream out;
    EXPECT_EQ(made.app.exit(told, out, out), 0);
    EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("secret")));
    EXPECT_THAT(out.str(), testing::Not(testing::HasSubstr("option-table")));
    EXPECT_EQ(Json::parse(out.str())["name"], "made");
  }
  EXPECT_THAT(made.app.help(), testing::Not(testing::HasSubstr("option-table")));
}

} // namespace
} // namespace dalian
