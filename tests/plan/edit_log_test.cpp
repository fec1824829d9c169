#include "tests/plan/random_edits.hpp"
#include "twin/plan/document.hpp"
#include "twin/plan/edit_log.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

constexpr std::uint32_t kSeed = 20261128;

TEST(EditLog, UndoAndRedoWithoutLimit) {
  std::mt19937 random(kSeed);
  EditLog log(town());
  std::vector<ContentHash> hashes{log.layout().hash()};
  for (int i = 0; i < 2000; ++i) {
    ASSERT_TRUE(log.apply({"random", {random_edit(log.layout(), random)}}));
    hashes.push_back(log.layout().hash());
  }
  for (std::size_t i = hashes.size() - 1; i-- > 0;) {
    ASSERT_TRUE(log.undo());
    ASSERT_EQ(log.layout().hash(), hashes[i]);
  }
  EXPECT_FALSE(log.undo());
  EXPECT_TRUE(log.edits().empty());
  ASSERT_TRUE(log.redo());
  EXPECT_EQ(log.layout().hash(), hashes[1]);
  ASSERT_TRUE(log.apply({"set", {set(Layer::parcel, "p000", "far", 7.0)}}));
  EXPECT_FALSE(log.redo()) << "what was undone is forgotten";
  EXPECT_EQ(log.steps().size(), 2u);
}

TEST(EditLog, AStepIsDoneWholeOrNotAtAll) {
  EditLog log(town());
  auto const before = log.layout().hash();
  EXPECT_FALSE(log.apply({"two", {set(Layer::parcel, "p000", "far", 7.0), set(Layer::parcel, "gone", "far", 7.0)}}));
  EXPECT_EQ(log.layout().hash(), before);
  EXPECT_TRUE(log.steps().empty());
}

TEST(EditLog, ComesBackFromItsFileAndStandsWhereItStood) {
  std::mt19937 random(kSeed + 1);
  Layout const base = town();
  EditLog log(base);
  for (int i = 0; i < 40; ++i)
    ASSERT_TRUE(log.apply({"step \"" + std::to_string(i) + "\"", {random_edit(log.layout(), random)}}));
  for (int i = 0; i < 13; ++i)
    log.undo();
  auto const text = to_text(log);
  auto again = parse_edit_log(text, "a.log", base);
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(to_text(*again), text);
  EXPECT_EQ(again->layout().hash(), log.layout().hash());
  ASSERT_TRUE(again->redo());
  ASSERT_TRUE(log.redo());
  EXPECT_EQ(again->layout().hash(), log.layout().hash());
}

TEST(EditLog, FaultsNameFileStepAndRemedy) {
  Layout const base = town(3);
  auto const hash = to_text(base.hash());
  auto const why = [&](std::string const& steps, std::string const& at = "0") {
    return parse_edit_log(R"({"format":"dalian-edit-log","version":1,"base":")" + hash + R"(","at":)" + at +
                              R"(,"steps":[)" + steps + "]}",
                          "a.log", base)
        .error();
  };
  EXPECT_EQ(
      why(R"({"by":"x","edits":[{"do":"remove","layer":"parcel","id":"gone"}]})"),
      "a.log: step 1: parcel 'gone': is not there: it was removed or never was; mend the id or leave the edit out");
  EXPECT_EQ(why(R"({"by":"x","edits":[{"do":"jump"}]})"),
            "a.log: step 1: edit 1: field 'do' is 'jump'; it must be add, remove or set");
  EXPECT_EQ(why("", "1"), "a.log: field 'at' must be a number of steps, at most as many as there are");
  EXPECT_EQ(why("7"), "a.log: step 1: is no object");
  EXPECT_NE(parse_edit_log(to_text(EditLog(town(2))), "a.log", base).error().find("names another layout"),
            std::string::npos);
}

} // namespace
} // namespace dalian::plan
