#include "renderer/ui/actions.hpp"

#include "renderer/ui/lang.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <set>

namespace dalian::ui {
namespace {

TEST(Actions, EachHasItsKeysAndSaysWhatTheyDoInEveryLanguage) {
  auto const lang = Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  std::set<std::string_view> topics;
  for (Action const& action : actions()) {
    EXPECT_TRUE(topics.insert(action.topic).second) << action.topic << " twice";
    EXPECT_NE(action.places & kEverywhere, 0U) << action.topic;
    std::string const topic = "help." + std::string(action.topic);
    for (Language const language : kLanguages) {
      EXPECT_NE(lang.text(language, topic), topic);
      EXPECT_NE(lang.text(language, topic + ".does"), topic + ".does");
    }
  }
}

/// Two that are asked for by one key in one workplace would both be done.
TEST(Actions, NoKeyMeansTwoThingsInOneWorkplace) {
  auto const lang = Lang::load(std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "lang").value();
  for (WorkplaceKind const kind : kWorkplaces) {
    std::set<std::string> keys;
    for (Action const* action : actions_of(kind))
      EXPECT_TRUE(keys.insert(lang.text(Language::en, "help." + std::string(action->topic))).second) << action->topic;
  }
}

TEST(Actions, AButtonFindsItsKeyWhereItIs) {
  ASSERT_NE(action_of("alarms.clear", WorkplaceKind::operating), nullptr);
  EXPECT_EQ(action_of("alarms.clear", WorkplaceKind::operating)->topic, "acknowledge");
  EXPECT_EQ(action_of("alarms.clear", WorkplaceKind::briefing), nullptr);
  EXPECT_EQ(action_of("view.njip", WorkplaceKind::city)->topic, "views");
  EXPECT_EQ(action_of("layers", WorkplaceKind::city)->topic, "layers");
  EXPECT_EQ(action_of("no such button", WorkplaceKind::city), nullptr);
  EXPECT_EQ(actions_of(WorkplaceKind::operating).front()->topic, "alarm") << "its own first";
}

} // namespace
} // namespace dalian::ui
