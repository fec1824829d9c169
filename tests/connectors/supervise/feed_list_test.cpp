#include "connectors/supervise/feed_list.hpp"

#include "tests/support/temp_folder.hpp"

#include <fstream>
#include <gtest/gtest.h>

namespace dalian::supervise {
namespace {

/// A command line with one command, "radio", which wants --port and knows --loop.
Grammar radio() {
  return {.is_kind = [](std::string const& kind) { return kind == "radio"; },
          .has_option =
              [](std::string const&, std::string const& option) {
                return option == "port" || option == "loop" || option == "twin" || option == "out" ||
                       option == "source" || option == "noise-level";
              },
          .check = [](std::vector<std::string> const& arguments) -> Status {
            for (auto const& argument : arguments)
              if (argument.starts_with("--port=")) return {};
            return Error{"--port is required"};
          },
          .kinds = "radio"};
}

class FeedListTest : public testing::Test {
 protected:
  Result<FeedList> read(std::string const& text, std::string const& twin = "") {
    std::ofstream(folder_.path() / "feeds.toml") << text;
    return read_feed_list(folder_.path() / "feeds.toml", radio(), twin);
  }
  std::string error(std::string const& text) {
    auto const list = read(text);
    return list ? "" : list.error();
  }
  test::TempFolder folder_;
};

using Arguments = std::vector<std::string>;

TEST_F(FeedListTest, OptionsBecomeTheCommandLineOfTheKind) {
  auto const list = read(R"(
    twin = "tcp://10.0.0.1:7410"
    [[feed]]
    name = "north"
    kind = "radio"
    port = [1, 2]
    loop = true
    noise_level = 0.25
    restart = "never"
    [[feed]]
    name = "south"
    kind = "radio"
    port = 3
    source = "other"
    twin = "ipc:///tmp/x")");
  ASSERT_TRUE(list) << list.error();
  ASSERT_EQ(list->children.size(), 2U);
  auto sorted = list->children[0].arguments;
  std::sort(sorted.begin() + 1, sorted.end());
  EXPECT_EQ(sorted, (Arguments{"radio", "--loop=true", "--noise-level=0.25", "--port=1", "--port=2", "--source=north",
                               "--twin=tcp://10.0.0.1:7410"}));
  EXPECT_EQ(list->children[0].restart, Restart::never);
  EXPECT_EQ(list->children[1].arguments, (Arguments{"radio", "--port=3", "--source=other", "--twin=ipc:///tmp/x"}));
  EXPECT_EQ(list->folder, folder_.path());
}

TEST_F(FeedListTest, ServersComeFirstAndTellNoTwin) {
  auto const list = read(R"(
    twin = "tcp://10.0.0.1:7410"
    [[feed]]
    name = "a"
    kind = "radio"
    port = 1
    [[server]]
    name = "broker"
    command = ["mosquitto", "-p", "1883"]
    ready = "running"
    [[server]]
    name = "sim"
    kind = "radio"
    port = 2)");
  ASSERT_TRUE(list) << list.error();
  ASSERT_EQ(list->children.size(), 3U);
  EXPECT_EQ(list->children[0].kind, "program");
  EXPECT_EQ(list->children[0].arguments, (Arguments{"mosquitto", "-p", "1883"}));
  EXPECT_EQ(list->children[0].ready, "running");
  EXPECT_EQ(list->children[1].arguments, (Arguments{"radio", "--port=2"}));
  EXPECT_TRUE(list->children[1].ready.empty());
  EXPECT_EQ(list->children[2].name, "a");
  EXPECT_FALSE(list->children[2].serves);
}

TEST_F(FeedListTest, TheCommandLinesTwinTakesThePlaceOfTheFiles) {
  auto const list = read("twin = \"tcp://a:1\"\n[[feed]]\nname = \"a\"\nkind = \"radio\"\nport = 1", "tcp://b:2");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->children[0].arguments.back(), "--twin=tcp://b:2");
  EXPECT_EQ(list->twin, "tcp://b:2");
}

TEST_F(FeedListTest, EachMistakeNamesFileLineFieldAndRemedy) {
  struct Case {
    std::string text;
    std::vector<std::string> words;
  };
  std::string const good = "[[feed]]\nname = \"a\"\nkind = \"radio\"\nport = 1\n";
  Case const cases[] = {
      {"", {"[[feed]]"}},
      {"[[feed]]\nkind = \"radio\"\n", {"feeds.toml:1", "'name'", "missing"}},
      {"[[feed]]\nname = \"a b\"\nkind = \"radio\"\n", {"feeds.toml:2", "'name'", "letters"}},
      {good + good, {"feeds.toml:6", "'name'", "\"a\"", "its own"}},
      {"[[feed]]\nname = \"a\"\n", {"'kind'", "missing"}},
      {"[[feed]]\nname = \"a\"\nkind = \"tv\"\n", {"feeds.toml:3", "'kind'", "tv", "one of radio"}},
      {good + "colour = 3\n", {"feeds.toml:5", "'colour'", "twinfeed radio --help"}},
      {good + "loop = { a = 1 }\n", {"feeds.toml:5", "'loop'", "must be"}},
      {good + "restart = \"maybe\"\n", {"feeds.toml:5", "'restart'", "on_failure"}},
      {"[[feed]]\nname = \"a\"\nkind = \"radio\"\n", {"feeds.toml:1", "'a'", "--port is required"}},
      {good + "[restart]\nfirst_wait_s = 60\n", {"'longest_wait_s'", "longer"}},
      {good + "[restart]\nstop_s = 0\n", {"feeds.toml:6", "'stop_s'", "within"}},
      {good + "[[server]]\nname = \"b\"\ncommand = []\n", {"feeds.toml:7", "'command'", "empty"}},
      {good + "ready = \"up\"\n", {"feeds.toml:5", "'ready'", "no option"}},
      {"twin = 3\n" + good, {"feeds.toml:1", "'twin'", "text"}},
      {good + "[[fed]]\n", {"feeds.toml:5", "'fed'", "known"}},
      {good + "x = \n", {"feeds.toml:5"}},
  };
  for (auto const& [text, words] : cases) {
    auto const said = error(text);
    for (auto const& word : words)
      EXPECT_NE(said.find(word), std::string::npos) << text << "\n → " << said << "\nlacks " << word;
    EXPECT_EQ(said.find('\n'), std::string::npos) << said;
  }
}

TEST_F(FeedListTest, AFileThatIsNotThereIsNamed) {
  auto const list = read_feed_list(folder_.path() / "none.toml", radio(), "");
  ASSERT_FALSE(list);
  EXPECT_NE(list.error().find("none.toml"), std::string::npos);
}

} // namespace
} // namespace dalian::supervise
