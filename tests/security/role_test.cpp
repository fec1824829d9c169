#include "twin/security/role.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <unistd.h>

namespace dalian::security {
namespace {

using enum Action;

/// Written out a second time, by role instead of by action: the table and this list must be changed together.
std::map<Role, std::set<Action>> const kExpected{
    {Role::connector, {ingest}},
    {Role::viewer, {view, seek}},
    {Role::planner, {view, seek, edit_scenario}},
    {Role::operator_, {view, seek, edit_scenario, handle_alarm, lock_incident}},
    {Role::admin, {view, seek, edit_scenario, handle_alarm, lock_incident, manage_retention, manage_keys}}};

TEST(Role, EveryRoleMayExactlyWhatIsListed) {
  std::size_t pairs = 0;
  for (auto const role : kRoles)
    for (auto const action : kActions) {
      EXPECT_EQ(may(role, action), kExpected.at(role).count(action) == 1)
          << to_string(role) << " / " << to_string(action);
      EXPECT_EQ((Identity{"x", role, "", false}.may(action)), may(role, action));
      ++pairs;
    }
  EXPECT_EQ(pairs, 40U);
}

TEST(Role, ThoseWhoWatchGainRightsAndLoseNone) {
  for (auto role = Role::planner; role <= Role::admin; role = static_cast<Role>(static_cast<int>(role) + 1))
    for (auto const action : kActions)
      if (may(static_cast<Role>(static_cast<int>(role) - 1), action)) {
        EXPECT_TRUE(may(role, action)) << to_string(role) << " / " << to_string(action);
      }
}

TEST(Role, NamesGoBothWays) {
  for (auto const role : kRoles)
    EXPECT_EQ(parse_role(to_string(role)), role);
  EXPECT_EQ(parse_role("root"), std::nullopt);
  EXPECT_EQ(parse_role(""), std::nullopt);
  std::set<std::string_view> names;
  for (auto const action : kActions)
    names.insert(to_string(action));
  EXPECT_EQ(names.size(), kActions.size());
}

TEST(Role, WhoeverIsLocalMayEverythingAndIsNamedByHisUser) {
  auto const local = local_identity();
  EXPECT_THAT(local.name, testing::StartsWith("local:"));
  EXPECT_GT(local.name.size(), 6U);
  EXPECT_TRUE(local.local);
  for (auto const action : kActions)
    EXPECT_TRUE(local.may(action)) << to_string(action);
}

TEST(Role, NamesOfKeysCanBeNamesOfFiles) {
  for (char const* good : {"a", "ais-dayaowan", "Wang.Li_2"})
    EXPECT_TRUE(is_key_name(good)) << good;
  for (char const* bad : {"", ".", "..", ".hidden", "a/b", "a b", "a\nb", "\xe6\xb5\xb7"})
    EXPECT_FALSE(is_key_name(bad)) << bad;
  EXPECT_FALSE(is_key_name(std::string(65, 'a')));
}

} // namespace
} // namespace dalian::security
