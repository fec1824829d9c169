#include "twin/app/sweep_hosts.hpp"

#include "tests/support/temp_folder.hpp"
#include "twin/app/host_jobs.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gmock/gmock.h>
#include <numeric>
#include <random>

namespace dalian::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Numbers, AreReadAndSaidShort) {
  EXPECT_THAT(*parse_numbers("3,7,11-13,20-30/5,7", 30), ElementsAre(3, 7, 11, 12, 13, 20, 25, 30));
  EXPECT_EQ(numbers_text({1, 2, 3, 4, 9}), "1-4,9");
  EXPECT_EQ(numbers_text({2, 5, 8, 11}), "2-11/3");
  for (auto const* const bad : {"", "0", "31", "5-4", "1-4/0", "a", "1,,2", "1-", "-3", "1/2"})
    EXPECT_FALSE(parse_numbers(bad, 30)) << bad;
  std::uint32_t const seed = 5;
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::size_t> numbers{60};
    for (std::size_t n = 59; n >= 1; --n)
      if (random() % 3 == 0) numbers.insert(numbers.begin(), n);
    EXPECT_EQ(*parse_numbers(numbers_text(numbers), 60), numbers) << "seed " << seed;
  }
}

TEST(CaseNumber, IsThatOfALineAndNothingElse) {
  EXPECT_EQ(case_number(R"({"case":7,"kpis":{}})"), 7u);
  for (auto const* const bad : {"", "7", "{}", R"({"case":"7"})", R"({"case":-7})", R"({"case":7)", "[\"case\"]"})
    EXPECT_EQ(case_number(bad), std::nullopt) << bad;
}

TEST(OnHost, IsSaidSoThatAShellLeavesItAlone) {
  EXPECT_THAT(*on_host("srun -N1 -w", "node1", {"twinctl", "--out", "-"}),
              ElementsAre("srun", "-N1", "-w", "node1", "twinctl", "--out", "-"));
  EXPECT_THAT(*on_host("ssh", "localhost", {"a b"}), ElementsAre("a b"));
  EXPECT_FALSE(on_host("ssh", "host", {"a b"}));
  EXPECT_FALSE(on_host("ssh", "host", {"$(reboot)"}));
  EXPECT_FALSE(on_host("ssh", "-oProxyCommand=x", {"twinctl"}));
  EXPECT_FALSE(on_host(" ", "host", {"twinctl"}));
}

TEST(RunJobs, HearsWhatEachSaysAndHowItEnds) {
  std::vector<std::vector<std::string>> said(4);
  auto const ended = run_jobs(
      {{{"cat"}, "a\nb\n"}, {{"sh", "-c", "echo x; exit 3"}, ""}, {{"no-such-program"}, ""}, {{"cat"}, "no end"}},
      [&](std::size_t job, std::string const& line) {
        said[job].push_back(line);
        return true;
      });
  EXPECT_THAT(ended, ElementsAre(0, 3, 127, 0));
  EXPECT_THAT(said[0], ElementsAre("a", "b"));
  EXPECT_THAT(said[1], ElementsAre("x"));
  EXPECT_THAT(said[3], ElementsAre()) << "a line without its end is none";
}

/// A made-up twinctl: says the heading in its input, then a line for each number of --cases; stops behind three where
/// the host is called weak, and knows another base where it is called other.
class Hosts : public testing::Test {
 protected:
  Hosts() {
    write("evaluate", R"(#!/bin/sh
shift # --cases
echo "$1" | tr , '\n' | while IFS=-/ read first last step; do
  for n in $(seq "$first" "${step:-1}" "${last:-$first}"); do echo "{\"case\":$n,\"kpis\":{}}"; done
done
)");
    write("launch", R"(#!/bin/sh
host=$1; shift
case $host in
  other) echo another; exit 0 ;;
  weak) read heading; echo "$heading"; "$@" | head -n 3; exit 9 ;;
  *) read heading; echo "$heading"; exec "$@" ;;
esac
)");
  }
  void write(std::string const& name, std::string const& text) {
    std::ofstream(at(name)) << text;
    std::filesystem::permissions(at(name), std::filesystem::perms::owner_all);
  }
  std::string at(std::string const& name) const { return (folder_.path() / name).string(); }

  Status sweep(std::vector<std::string> hosts) {
    std::vector<std::size_t> numbers(20);
    std::iota(numbers.begin(), numbers.end(), 5);
    return sweep_on_hosts(
        {std::move(hosts), at("launch"), {at("evaluate")}, "heading\n", "heading"}, numbers,
        [&](std::string const& line) {
          lines_.push_back(line);
          return full_at_ == lines_.size() ? Status(Error{"the disk is full"}) : Status();
        },
        [&](std::string const& text) { told_ += text + "\n"; });
  }
  void expect_all() const {
    ASSERT_EQ(lines_.size(), 20u) << told_;
    for (std::size_t i = 0; i < 20; ++i)
      EXPECT_THAT(lines_[i], HasSubstr(fmt::format("\"case\":{},", i + 5)));
  }

  test::TempFolder folder_;
  std::vector<std::string> lines_;
  std::string told_;
  std::size_t full_at_ = 0;
};

TEST_F(Hosts, TogetherSayTheCasesInOrder) {
  ASSERT_TRUE(sweep({"one", "two", "three"}));
  expect_all();
  EXPECT_EQ(told_, "");
}

TEST_F(Hosts, WhatOneLeavesTheOthersDo) {
  auto const done = sweep({"weak", "other", "one"});
  ASSERT_TRUE(done) << done.error();
  expect_all();
  EXPECT_THAT(told_, HasSubstr("weak: ended with status 9"));
  EXPECT_THAT(told_, HasSubstr("other: evaluates another base"));
}

TEST_F(Hosts, OneOfAnotherBaseIsNotAskedAgain) {
  auto const done = sweep({"other", "one"}); // "other" may end well before it is stopped
  ASSERT_TRUE(done) << done.error();
  expect_all();
  EXPECT_EQ(told_, "other: evaluates another base, design or version of the engines\n");
}

TEST_F(Hosts, WithoutAnyLeftThatIsAnError) {
  EXPECT_THAT(sweep({"weak"}).error(), HasSubstr("no host is left and 17 cases"));
  EXPECT_EQ(lines_.size(), 3u) << "what was done is kept";
}

TEST_F(Hosts, ALineThatNobodyCanTakeEndsIt) {
  full_at_ = 4;
  EXPECT_THAT(sweep({"one", "two"}).error(), HasSubstr("disk is full"));
  EXPECT_EQ(lines_.size(), 4u);
}

} // namespace
} // namespace dalian::app
