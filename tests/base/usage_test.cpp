#include "twin/base/usage.hpp"

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <sstream>

namespace dalian {
namespace {

using testing::HasSubstr;

/// What `arguments` after "made" are answered with, and its exit status.
std::pair<std::string, int> told(std::vector<std::string> arguments) {
  CLI::App app("Does something.", "made");
  std::string file, depth;
  add_usage_message(app);
  app.require_subcommand(1);
  app.add_subcommand("status", "how it is");
  app.add_subcommand("secret", "nobody is told")->group("");
  auto* const what_if = app.add_subcommand("whatif", "scenarios");
  what_if->require_subcommand(1);
  auto* const go = what_if->add_subcommand("go", "goes");
  go->add_option("FILE", file, "what to read")->required();
  go->add_option_group("how far")->add_option("--depth", depth, "metres");
  std::ranges::reverse(arguments); // as CLI11 wants them
  std::ostringstream out;
  try {
    app.parse(std::move(arguments));
  } catch (CLI::ParseError const& error) {
    int const status = app.exit(error, out, out);
    return {out.str(), status};
  }
  return {"", 0};
}

TEST(Usage, NamesTheWordThatNobodyKnowsAndWhatItMayMean) {
  EXPECT_EQ(told({"statsu"}).first, "made: 'statsu' is not known here: is 'status' meant?\nmade --help tells more\n");
  EXPECT_EQ(told({"whatif", "og"}).first,
            "made whatif: 'og' is not known here: is 'go' meant?\nmade whatif --help tells more\n");
  EXPECT_THAT(told({"whatif", "go", "a", "--dept", "3"}).first,
              HasSubstr("made whatif go: '--dept' is not known here: is '--depth' meant?"));
}

TEST(Usage, ListsWhatThereIsWhereNothingIsNear) {
  EXPECT_THAT(told({"elephant"}).first, HasSubstr("made: 'elephant' is not known here: one of status, whatif\n"));
  EXPECT_THAT(told({"whatif", "go", "a", "elephant"}).first,
              HasSubstr("made whatif go: 'elephant' is not known here\n"));
}

TEST(Usage, SaysWhatIsMissing) {
  EXPECT_THAT(told({}).first, HasSubstr("made: one of status, whatif must follow\n"));
  EXPECT_THAT(told({"whatif"}).first, HasSubstr("made whatif: one of go must follow\n"));
  EXPECT_THAT(told({"whatif", "go"}).first, HasSubstr("made whatif go: FILE is required\n"));
  EXPECT_THAT(told({"whatif", "go", "--elephant"}).first,
              HasSubstr("made whatif go: '--elephant' is not known here; FILE is required\n"));
}

TEST(Usage, LeavesHelpAndRightCallsAlone) {
  EXPECT_THAT(told({"--help"}).first, HasSubstr("Does something."));
  EXPECT_EQ(told({"--help"}).second, 0);
  EXPECT_EQ(told({"status"}).first, "");
  EXPECT_NE(told({"statsu"}).second, 0);
}

} // namespace
} // namespace dalian
