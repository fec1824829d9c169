#include "tests/plan/random_edits.hpp"
#include "twin/plan/document.hpp"
#include "twin/plan/merge.hpp"

#include <gtest/gtest.h>

namespace dalian::plan {
namespace {

using namespace testing;

constexpr std::uint32_t kSeed = 6;

TEST(Merge, CommutesAndKeepsWhatOnlyOneSideWants) {
  std::mt19937 random(kSeed);
  Layout const base = town();
  std::size_t conflicts = 0;
  for (int round = 0; round < 60; ++round) {
    Layout a = base, b = base;
    for (int i = 0; i < 40; ++i) {
      a = *apply(a, random_edit(a, random));
      b = *apply(b, random_edit(b, random));
    }
    Merged const ab = merge(base, a, b), ba = merge(base, b, a);
    ASSERT_EQ(ab.layout.hash(), ba.layout.hash()) << "seed " << kSeed << " round " << round;
    ASSERT_EQ(ab.edits, ba.edits);
    ASSERT_EQ(ab.conflicts, ba.conflicts);
    conflicts += ab.conflicts.size();
    ASSERT_EQ(merge(base, a, a).layout.hash(), a.hash());
    ASSERT_EQ(merge(base, a, base).layout.hash(), a.hash());
    ASSERT_TRUE(merge(base, a, a).conflicts.empty());
  }
  EXPECT_GT(conflicts, 100u) << "the draw must try conflicts";
}

TEST(Merge, EveryEditIsTakenOrInConflict) {
  std::mt19937 random(kSeed + 1);
  Layout const base = town();
  for (int round = 0; round < 40; ++round) {
    Layout a = base, b = base;
    for (int i = 0; i < 40; ++i) {
      a = *apply(a, random_edit(a, random));
      b = *apply(b, random_edit(b, random));
    }
    Merged const m = merge(base, a, b);
    for (Edit const& edit : difference(base, a)) {
      if (edit.kind != Edit::Kind::set) continue;
      auto const entity = m.layout.find(edit.layer, edit.id);
      bool const taken = entity && entity->value(edit.field) == edit.value;
      bool const refused = std::any_of(m.conflicts.begin(), m.conflicts.end(), [&](Conflict const& c) {
        return c.layer == edit.layer && c.id == edit.id && (c.field.empty() || c.field == edit.field);
      });
      ASSERT_NE(taken, refused) << edit_line(edit);
    }
  }
}

TEST(Merge, NamesFieldAndBothWishes) {
  Layout const base = town();
  Layout const a = applied(base, {set(Layer::parcel, "p001", "use", std::string("school")),
                                  set(Layer::parcel, "p002", "far", 2.0), removed(Layer::parcel, "p003")});
  Layout const b = applied(base, {set(Layer::parcel, "p001", "use", std::string("clinic")),
                                  set(Layer::parcel, "p002", "density", 40.0), set(Layer::parcel, "p003", "far", 1.0)});
  Merged const m = merge(base, a, b);
  ASSERT_EQ(m.conflicts.size(), 2u);
  EXPECT_EQ(m.conflicts[0].id, "p001");
  EXPECT_EQ(m.conflicts[0].field, "use");
  EXPECT_EQ(m.conflicts[0].first.value, Value{std::string("clinic")});
  EXPECT_EQ(m.conflicts[0].second.value, Value{std::string("school")});
  EXPECT_EQ(m.conflicts[1].id, "p003");
  EXPECT_EQ(m.conflicts[1].field, "");
  EXPECT_EQ(m.conflicts[1].first.kind, Edit::Kind::remove);
  EXPECT_EQ(m.edits, (Edits{set(Layer::parcel, "p002", "far", 2.0), set(Layer::parcel, "p002", "density", 40.0)}));
}

TEST(JoinedText, KeepsWhatEitherWroteAndNothingTwice) {
  EXPECT_EQ(joined_text("", "a", "", "\n"), "a");
  EXPECT_EQ(joined_text("", "", "b", "\n"), "b");
  EXPECT_EQ(joined_text("", "a", "b", "\n"), "a\nb");
  EXPECT_EQ(joined_text("", "a", "a", "\n"), "a");
  EXPECT_EQ(joined_text("o", "o", "b", "\n"), "b") << "only one changed it";
  EXPECT_EQ(joined_text("o", "a", "o", "\n"), "a");
}

} // namespace
} // namespace dalian::plan
